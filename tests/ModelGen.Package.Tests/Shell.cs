using System.Diagnostics;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>Types commands as a person would, from a folder and with an environment of its own.</summary>
internal sealed class Shell(string folder, (string Name, string Value)[] environment)
{
    private static readonly (string Name, string Value)[] Quiet =
    [
        ("DOTNET_CLI_UI_LANGUAGE", "en"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE", "true"),
        ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
        ("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false"),
        ("DOTNET_NOLOGO", "1"),
        ("MSBUILDTERMINALLOGGER", "off"),
        ("NUGET_CERT_REVOCATION_MODE", "offline"),

        // No process outlives its command, so that the folder can be deleted, but the compiler, which Feed ends.
        ("MSBUILDDISABLENODEREUSE", "1"),
        ("UseSharedCompilation", "true"),
        ("SharedCompilationId", CompilerServer.Pipe),

        // They end before code that counts its calls, so as to be compiled better later, has paid for that.
        ("DOTNET_TieredPGO", "0"),
        ("DOTNET_TC_CallCountThreshold", "800"),
    ];

    /// <summary>Where the next command runs. <c>cd</c> changes it.</summary>
    public string Folder { get; private set; } = folder;

    /// <summary>The same, where it is now, with more variables.</summary>
    public Shell With(params (string Name, string Value)[] variables) => new(Folder, [.. environment, .. variables]);

    /// <summary>Runs the lines of a listing, and demands that all of them succeed.</summary>
    /// <returns>What they printed.</returns>
    public string Type(string listing) => string.Concat(
        listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Line(line.Split(' '))));

    /// <summary>Runs a program, and demands that it succeeds, or that it fails.</summary>
    /// <returns>What it printed.</returns>
    public string Run(string program, string[] arguments, bool succeeds = true)
    {
        (int exit, string printed) = Start(program, arguments);
        Assert.True(exit == 0 == succeeds, $"{program} {string.Join(' ', arguments)}\nin {Folder} ended with {exit}:\n{printed}");
        return printed;
    }

    /// <inheritdoc cref="Run"/>
    public string Dotnet(string arguments, bool succeeds = true) => Run("dotnet", arguments.Split(' '), succeeds);

    private string Line(string[] words)
    {
        if (words[0] != "cd") return Run(words[0], words[1..]);
        Folder = Path.Combine(Folder, words[1]);
        return "";
    }

    private (int Exit, string Printed) Start(string program, string[] arguments)
    {
        // The tests run with the SDK that built them, even if it is not the one on the path.
        if (program == "dotnet")
            program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? program;
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the command line tools around the test set for their own children.
        foreach (string inherited in start.Environment.Keys.Where(IsOfTheBuild).ToArray()) start.Environment.Remove(inherited);
        foreach ((string name, string value) in Quiet.Concat(environment)) start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, printed + errors.Result);
    }

    private static bool IsOfTheBuild(string variable) =>
        variable.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || variable is "PreferredUILang" or "VSLANG" or "MODELGEN_VECTOR_BITS";
}
