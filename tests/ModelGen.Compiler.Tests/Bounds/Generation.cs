using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace ModelGen.Compiler.Tests.Bounds;

/// <summary>What came of a declaration in a process of limited memory.</summary>
/// <param name="Errors">Why it was refused; empty if it was not.</param>
/// <param name="Lines">The lines of its kernels.</param>
/// <param name="BytesToCheck">Allocated to check it and to write its members: what an editor waits for.</param>
/// <param name="BytesToGenerate">Allocated to write its kernels.</param>
internal sealed record Generation(string Errors, long Lines, long BytesToCheck, long BytesToGenerate)
{
    /// <summary>The most memory that generating any model may take.</summary>
    private const long HeapLimit = 1L << 30;

    /// <summary>Against endless work: many times what a busy machine takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Generates models in a process of their own, one after the other.</summary>
    public static IReadOnlyList<Generation> Of(IReadOnlyList<string> declarations)
    {
        ProcessStartInfo start = new(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { "exec", typeof(Program).Assembly.Location },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["DOTNET_GCHeapHardLimit"] = "0x" + HeapLimit.ToString("X", CultureInfo.InvariantCulture),
                ["DOTNET_gcServer"] = "0",
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), failure = process.StandardError.ReadToEndAsync();
        try
        {
            foreach (string declaration in declarations) process.StandardInput.WriteLine(declaration);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already; what it wrote says why.
        }

        if (!process.WaitForExit(Patience)) process.Kill();
        string[] lines = output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < declarations.Count)
            Assert.Fail($"Not generated within the limits: {declarations[lines.Length]}\n{failure.GetAwaiter().GetResult()}");
        return [.. lines.Select(Read)];
    }

    private static Generation Read(string line)
    {
        string[] parts = line.Split('\t');
        return new Generation(parts[0], Number(parts[1]), Number(parts[2]), Number(parts[3]));

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }
}
