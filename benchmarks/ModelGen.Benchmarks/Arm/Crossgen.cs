using System.Diagnostics;
using System.Runtime.InteropServices;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.Arm;

/// <summary>The compiler that makes ReadyToRun code, from NuGet; it compiles for other processors, too.</summary>
internal static class Crossgen
{
    /// <summary>Compiles a library for Arm64 and lists the code.</summary>
    /// <param name="library">The library.</param>
    /// <param name="folder">Where the code and the listing go.</param>
    public static IReadOnlyList<Listing> ListArm64(string library, string folder)
    {
        string listing = Path.Combine(folder, "listing.txt");
        File.Delete(listing);
        Run(Find(),
        [
            library, "--targetarch", "arm64", "--targetos", "linux", "-O", "--parallelism", "1", "-o", Path.Combine(folder, "arm64.dll"),
            "-r", Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"), "-r", typeof(IModel).Assembly.Location,
            "--codegenopt", "JitStdOutFile=" + listing, "--codegenopt", "JitDisasm=*",
        ]);
        return Listing.Parse(File.ReadAllText(listing));
    }

    /// <summary>The program in NuGet's folder, which publishing with ReadyToRun fills.</summary>
    private static string Find()
    {
        string system = RuntimeInformation.RuntimeIdentifier;
        Run(
            "dotnet",
            [
                "restore",
                Path.Combine(Repository.Root, "benchmarks", "ModelGen.StartUp"),
                "-r",
                system,
                "-p:PublishReadyToRun=true",
                "-v",
                "quiet",
            ]);
        string packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string id = "microsoft.netcore.app.crossgen2." + system;
        string program = OperatingSystem.IsWindows() ? "crossgen2.exe" : "crossgen2";
        DirectoryInfo package = new(Path.Combine(packages, id));
        return (package.Exists ? package.GetDirectories() : [])
                .OrderByDescending(version => Version.TryParse(version.Name.Split('-')[0], out Version? number) ? number : new Version())
                .Select(version => Path.Combine(version.FullName, "tools", program))
                .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                $"'{packages}' has no {id} with tools/{program}, although ModelGen.StartUp was restored with PublishReadyToRun.");
    }

    private static void Run(string program, IReadOnlyList<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"'{program}' failed with exit code {process.ExitCode}.\n{output}");
    }
}
