using System.Diagnostics;

namespace ModelGen.Tests.Samples;

/// <summary>A sample, built with these tests, as a program of its own.</summary>
internal static class SampleProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="options">Its command line.</param>
    /// <param name="exitCode">What it must end with.</param>
    /// <returns>What it printed, errors behind the rest.</returns>
    public static string Run(string program, IEnumerable<string> options, int exitCode = 0)
    {
        ProcessStartInfo start = new(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        Assert.True(process.ExitCode == exitCode, $"{program} ended with {process.ExitCode}, not {exitCode}:\n{printed}");
        return printed.ReplaceLineEndings("\n").Trim();
    }
}
