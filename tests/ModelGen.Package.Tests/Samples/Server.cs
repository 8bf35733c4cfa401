using System.Diagnostics;
using Xunit;

namespace ModelGen.Package.Tests.Samples;

/// <summary>A server of ASP.NET on a free port of this machine.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it, and waits until it listens.</summary>
    /// <param name="assembly">The program.</param>
    public Server(string assembly)
    {
        _process = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [assembly, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
        })!;
        const string announcement = "Now listening on: ";
        string? line;
        do
        {
            line = _process.StandardOutput.ReadLine();
        }
        while (line is not null && !line.Contains(announcement, StringComparison.Ordinal));
        Assert.NotNull(line);
        _ = _process.StandardOutput.ReadToEndAsync();
        Address = line[(line.IndexOf(announcement, StringComparison.Ordinal) + announcement.Length)..] + "/";
    }

    /// <summary>Where it listens, with a slash at the end.</summary>
    public string Address { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
