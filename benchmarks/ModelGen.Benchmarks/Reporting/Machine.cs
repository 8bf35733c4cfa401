using System.Runtime.InteropServices;

namespace ModelGen.Benchmarks.Reporting;

/// <summary>What the measurements ran on.</summary>
internal sealed record Machine(string Processor, int Cores, string System, string Runtime, int VectorBits)
{
    /// <summary>This machine.</summary>
    /// <param name="vectorBits">The width of our kernels in this run.</param>
    public static Machine This(int vectorBits) =>
        new(
            ProcessorName(),
            Environment.ProcessorCount,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            vectorBits);

    /// <summary>All of it in one sentence.</summary>
    public override string ToString() => $"{Processor}, {Cores} cores, {System}, {Runtime}, our kernels at {VectorBits} bits.";

    private static string ProcessorName()
    {
        const string information = "/proc/cpuinfo";
        if (!File.Exists(information)) return RuntimeInformation.ProcessArchitecture.ToString();
        Dictionary<string, string> lines = File.ReadLines(information)
            .TakeWhile(line => line.Length > 0)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2)
            .DistinctBy(parts => parts[0])
            .ToDictionary(parts => parts[0], parts => parts[1]);
        return lines.TryGetValue("model name", out string? name)
            ? lines.TryGetValue("cpu family", out string? family) && lines.TryGetValue("model", out string? model)
                ? $"{name} (family {family}, model {model})"
                : name
            : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
