using System.Diagnostics;

namespace ModelGen.Benchmarks.Peers;

/// <summary>Finds a Python that has PyTorch. It is often not the first one on the path.</summary>
internal static class PythonInterpreter
{
    /// <summary>The command that installs PyTorch with a fast BLAS on Debian and Ubuntu.</summary>
    public const string Install = "apt-get install python3-torch libopenblas0-pthread";

    /// <summary>The first interpreter that can import torch and numpy, or null.</summary>
    /// <param name="chosen">The only one to try, or null to look for one.</param>
    public static string? Find(string? chosen) => (chosen is null ? Candidates() : [chosen]).FirstOrDefault(HasTorch);

    private static IEnumerable<string> Candidates() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/bin")
        .SelectMany(folder => (string[])[Path.Combine(folder, "python3"), Path.Combine(folder, "python.exe")])
        .Where(File.Exists)
        .Distinct(StringComparer.Ordinal);

    private static bool HasTorch(string interpreter)
    {
        ProcessStartInfo start = new(interpreter, ["-c", "import numpy, torch"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
