using System.Diagnostics;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>A whole process that trains on several threads, with nothing set as in tests.</summary>
public sealed class ProcessTests
{
    [Fact]
    public void A_process_with_workers_allocates_nothing_and_ends()
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, ["exec", Path.Combine(Zoo.Folder, "Zoo.dll"), "threads"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().TrimEnd().Split('\n');
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("allocated 0", lines[0].TrimEnd());
        Assert.Equal("all done", lines[^1].TrimEnd());
    }

    [Fact]
    public void A_width_that_does_not_exist_is_a_plain_exception()
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, ["exec", Path.Combine(Zoo.Folder, "Zoo.dll")]) { RedirectStandardError = true };
        start.Environment["MODELGEN_VECTOR_BITS"] = "100";
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)));
        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains(
            "System.InvalidOperationException: The environment variable MODELGEN_VECTOR_BITS is '100'; it must be 128, 256 or 512.",
            errors,
            StringComparison.Ordinal);
        Assert.DoesNotContain("TypeInitializationException", errors, StringComparison.Ordinal);
    }
}
