using System.Diagnostics;
using System.Globalization;

namespace ModelGen.Package.Tests;

/// <summary>
/// The C# compiler that all builds of these tests share, and nobody else: it stays between them, so that the generator and itself are
/// compiled by the JIT once and not in each of some forty builds.
/// </summary>
internal static class CompilerServer
{
    /// <summary>The name it listens to. The first build starts it.</summary>
    public static string Pipe { get; } = string.Create(CultureInfo.InvariantCulture, $"modelgen-tests-{Environment.ProcessId}");

    /// <summary>Ends it. If nobody does, it ends itself after some minutes without work.</summary>
    public static void Shutdown()
    {
        string server = Path.Combine(Build.RoslynFolder, "bincore", "VBCSCompiler.dll");
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        if (!File.Exists(server)) return;
        using Process? process = Process.Start(new ProcessStartInfo(dotnet, ["exec", server, "-pipename:" + Pipe, "-shutdown"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        process?.WaitForExit();
    }
}
