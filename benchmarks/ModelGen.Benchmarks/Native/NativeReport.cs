using System.Globalization;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.Native;

/// <summary>What the command <c>native</c> found out; written as JSON as it is.</summary>
/// <param name="Machine">What it ran on.</param>
/// <param name="Ways">The same app published in several ways, the just-in-time compiler first.</param>
/// <param name="Plain">Times of the native program for processors without fused multiply-add.</param>
/// <param name="TwoThreads">How many times as many calls two threads make as one.</param>
/// <param name="Widths">What vector widths cost in code.</param>
internal sealed record NativeReport(
    Machine Machine,
    IReadOnlyList<WayOfPublishing> Ways,
    IReadOnlyList<Figure> Plain,
    IReadOnlyList<Figure> TwoThreads,
    IReadOnlyList<WidthFigures> Widths)
{
    /// <summary>All tables.</summary>
    public IReadOnlyList<TextTable> Tables => [TimeTable, ProgramTable, WidthTable, FusedTable];

    /// <summary>The parts of the guide's page: name and Markdown.</summary>
    public IReadOnlyList<(string Name, string Text)> Sections =>
    [
        ("native-times", $"{TimeTable.ToMarkdown()}\n{Sentence()}\n"),
        ("native-programs", ProgramTable.ToMarkdown()),
        ("native-widths", WidthTable.ToMarkdown()),
        ("native-fused", FusedTable.ToMarkdown()),
    ];

    private TextTable TimeTable => new(
        ["<", .. Ways.Select(way => way.Name), "native : JIT", "two threads : one"],
        [
            .. Fused(Ways[0].Times).Select(figure =>
                (IReadOnlyList<string>)
                    [
                        Name(figure),
                        .. Ways.Select(way => Format.Time(Find(way.Times, figure).Value)),
                        Format.Digits(Find(Ways[^1].Times, figure).Value / figure.Value),
                        Format.Ratio(Find(TwoThreads, figure).Value),
                    ]),
        ]);

    private TextTable ProgramTable => new(
        ["<", "size", "first answer after"],
        [.. Ways.Select(way => (IReadOnlyList<string>)[way.Name, Bytes(way.Size), Format.Time(way.Answer)])]);

    private TextTable WidthTable => new(
        ["<`ModelGenVectorBits`", "generated lines", "bytes of IL", "compiled in", "assembly", "native program"],
        [
            .. Widths.Select(width =>
                (IReadOnlyList<string>)
                    [
                        $"`{width.Bits}`",
                        width.Lines.ToString("#,0", CultureInfo.InvariantCulture),
                        width.CodeBytes.ToString("#,0", CultureInfo.InvariantCulture),
                        Format.Time(width.Seconds),
                        Bytes(width.Assembly),
                        Bytes(width.Native),
                    ]),
        ]);

    private TextTable FusedTable => new(
        ["<", "fused, with the instruction", "fused, emulated", "unfused, without the instruction"],
        [
            .. Fused(Plain).Select(figure =>
                (IReadOnlyList<string>)
                    [
                        Name(figure),
                        Format.Time(Find(Ways[^1].Times, figure).Value),
                        Format.Time(figure.Value),
                        Format.Time(Find(Plain, figure with { Network = figure.Network + ", unfused" }).Value),
                    ]),
        ]);

    /// <summary>The same bits, however the app is published.</summary>
    /// <exception cref="InvalidOperationException">They are others.</exception>
    public void CheckBits()
    {
        foreach (Figure figure in Ways.SelectMany(way => way.Times).Concat(Plain))
        {
            Figure right = Find(Ways[0].Times, figure);
            if (figure.Hash != right.Hash) throw new InvalidOperationException($"{Name(figure)}: other bits than under the JIT.");
        }
    }

    private static IEnumerable<Figure> Fused(IEnumerable<Figure> figures) =>
        figures.Where(figure => !figure.Network.EndsWith("unfused", StringComparison.Ordinal));

    private static Figure Find(IEnumerable<Figure> figures, Figure like) =>
        figures.Single(figure => figure.Network == like.Network && figure.Samples == like.Samples);

    private static string Name(Figure figure) => figure.Network + (figure.Samples == 1 ? ", one sample" : $", {figure.Samples} samples");

    private static string Bytes(long bytes) => bytes < 1_000_000
        ? (bytes / 1e3).ToString("0", CultureInfo.InvariantCulture) + " KB"
        : (bytes / 1e6).ToString("0.00", CultureInfo.InvariantCulture) + " MB";

    private string Sentence() => $"Processor time, the least of many rounds. {Machine}";
}

/// <summary>An app published in one way.</summary>
/// <param name="Name">The way.</param>
/// <param name="Size">Bytes of the program, or of the app's assembly.</param>
/// <param name="Answer">Seconds from the start of the process to its end, with one prediction.</param>
/// <param name="Times">Seconds for each prediction.</param>
internal sealed record WayOfPublishing(string Name, long Size, double Answer, IReadOnlyList<Figure> Times);

/// <summary>A figure of a network.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Samples">Samples in a call.</param>
/// <param name="Value">Seconds, or a ratio.</param>
/// <param name="Hash">Of the bits of the outputs.</param>
internal sealed record Figure(string Network, int Samples, double Value, string Hash);

/// <summary>What the kernels for some widths cost.</summary>
/// <param name="Bits">The widths.</param>
/// <param name="Lines">Generated lines of both fused networks, which train.</param>
/// <param name="CodeBytes">Bytes of IL in them.</param>
/// <param name="Seconds">Processor time of generator and compiler for all four networks.</param>
/// <param name="Assembly">Bytes of the assembly with four networks that only predict, weights included.</param>
/// <param name="Native">Bytes of the native program with them.</param>
internal sealed record WidthFigures(string Bits, int Lines, int CodeBytes, double Seconds, long Assembly, long Native);
