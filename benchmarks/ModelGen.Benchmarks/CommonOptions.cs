using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Runtime;

namespace ModelGen.Benchmarks;

/// <summary>The options that several commands share.</summary>
internal static class CommonOptions
{
    public static readonly Option
        Rounds = new("--rounds", "N", "how often everyone is measured, in turn (default 15, with --quick 5)"),
        Width = new("--width", "BITS", "the widest vectors for our kernels, 512, 256 or 128; the peak is measured at that width, too"),
        Out = new("--out", "FOLDER", "where the reports go (default artifacts/benchmarks)"),
        Docs = new("--docs", null, "also rewrites the table in docs/performance.md"),
        Quick = new("--quick", null, "short rounds: shows that everything works, but the times say little"),
        Help = new("--help", null, "shows this text");

    /// <summary>How often and how long to measure.</summary>
    public static Rounds RoundsOf(CommandLine line)
    {
        bool quick = line.Has(Quick.Name);
        return new Rounds(line.Integer(Rounds.Name, quick ? 5 : 15, 1, 1000), TimeSpan.FromMilliseconds(quick ? 5 : 50));
    }

    /// <summary>The wanted vector width, or null.</summary>
    /// <exception cref="UsageException">It is none that there is.</exception>
    public static int? WidthOf(CommandLine line) => line.Text(Width.Name) switch
    {
        null => null,
        "512" => 512,
        "256" => 256,
        "128" => 128,
        string other => throw new UsageException($"{Width.Name} is '{other}'; it must be 512, 256 or 128."),
    };

    /// <summary>Limits the width of our kernels, which must not have been used yet.</summary>
    /// <returns>The width that they have.</returns>
    public static int Apply(int? width)
    {
        if (width is { } bits) AppContext.SetData(VectorWidth.Setting, bits.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return VectorWidth.Choose();
    }

    /// <summary>The folder for the reports.</summary>
    public static string OutOf(CommandLine line) =>
        Path.GetFullPath(line.Text(Out.Name) ?? Path.Combine(Repository.Root, "artifacts", "benchmarks"));
}
