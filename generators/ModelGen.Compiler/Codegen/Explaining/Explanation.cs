using System.Globalization;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Explaining;

/// <summary>A program, or a phase of one, for a report.</summary>
/// <param name="Name">The member that runs it.</param>
/// <param name="Plan">The kernels' memory.</param>
/// <param name="Kernels">The kernels in order.</param>
internal sealed record ExplainedProgram(string Name, ProgramPlan Plan, IReadOnlyList<ExplainedKernel> Kernels)
{
    /// <summary>Floats in which sums over samples wait between slices.</summary>
    public int PartialFloats { get; init; }

    /// <summary>How the program goes through its samples; null if it does all at once.</summary>
    public SampleSlices? Slices { get; init; }
}

/// <summary>The report on a model: for each program its kernels with their operands, tiles, costs and limits.</summary>
internal static class Explanation
{
    /// <summary>The report's lines, in Markdown.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="samples">The number of samples that totals and estimates are for.</param>
    /// <param name="parameters">The flat buffer of parameters.</param>
    /// <param name="files">The generated files: part and lines.</param>
    /// <param name="programs">The programs in the order of the generated files.</param>
    public static IEnumerable<string> Lines(
        string model,
        int samples,
        ParameterLayout parameters,
        IReadOnlyList<(string Part, int Lines)> files,
        IReadOnlyList<ExplainedProgram> programs)
    {
        var count = parameters.Slots.Sum(s => (long)s.Parameter.Elements);
        yield return $"# {model}";
        yield return "";
        yield return $"Totals, intensities and shares are for {Literals.Grouped(samples)} samples in one call and one thread; the property "
            + "ModelGenExplainSamples sets another number.";
        yield return "Shares of the peak are estimates of the compiler and not measured. The guide's page explain.md says how they are "
            + "made.";
        yield return "";
        yield return $"- parameters: {Literals.Grouped(count)}, {Literals.Grouped(4L * parameters.Size)} bytes with padding";
        yield return $"- generated lines: {string.Join(", ", files.Select(f => $"{Literals.Grouped(f.Lines)} in {f.Part}"))}";
        foreach (var program in programs)
            foreach (var line in Program(program, samples)) yield return line;
    }

    private static IEnumerable<string> Program(ExplainedProgram program, int samples)
    {
        yield return "";
        yield return $"## {program.Name}";
        yield return "";
        yield return $"Scratch memory: {Literals.Grouped(4L * program.Plan.ArenaPerSample)} bytes a sample and "
            + $"{Literals.Grouped(4L * (program.Plan.ArenaFixed + program.PartialFloats))} besides."
            + (program.Slices is { } slices ? $" It goes through {Literals.Grouped(slices.Samples)} samples of a batch at a time." : "");
        yield return Copies(program.Kernels.Where(k => k.IsCopy).ToArray());
        yield return "";
        foreach (
            var line in MarkdownTable.Lines(
                [">#", "kernel", "layer", "operations", "reads", "writes", "threads"],
                program.Kernels.Select(
                    (k, i) =>
                        new[]
                        {
                            Ordinal(i),
                            k.Name,
                            k.Layer,
                            k.Operations,
                            Tensors(k, written: false),
                            Tensors(k, written: true),
                            k.Threads,
                        })))
            yield return line;
        yield return "";
        foreach (var line in MarkdownTable.Lines(
            [">#", "kernel", ">FLOP", ">bytes read", ">bytes written", ">FLOP/byte", .. PerWidth("tiles"), .. PerWidth(">share"), "limit"],
            program.Kernels.Select(Costs).Append(Totals(program.Kernels, samples)))) yield return line;
    }

    /// <summary>The kernels that only copy.</summary>
    private static string Copies(IReadOnlyList<ExplainedKernel> copies) => copies.Count == 0
        ? "Copies: none."
        : $"Copies: {Literals.Grouped(copies.Count)} of the kernels only move numbers "
            + $"({string.Join(", ", copies.Select(c => c.Name).Distinct())}), "
            + $"{Literals.Grouped(copies.Sum(c => c.Bytes(written: true).PerSample))} bytes a sample "
            + $"and {Literals.Grouped(copies.Sum(c => c.Bytes(written: true).Fixed))} besides.";

    private static IEnumerable<string> PerWidth(string title) => Target.All.Select(t => $"{title} {t.Bits}");

    private static IReadOnlyList<string> Costs(ExplainedKernel kernel, int index)
    {
        var estimates = Target.All.Select((_, width) => kernel.Estimate(width)).ToArray();
        return
        [
            Ordinal(index),
            kernel.Name,
            PerSample(kernel.Flop),
            PerSample(kernel.Bytes(written: false)),
            PerSample(kernel.Bytes(written: true)),
            Intensity(kernel.TotalFlop, kernel.TotalBytes),
            .. Target.All.Select((_, width) => Tiles(kernel, width)),
            .. estimates.Select(e => Percent(e.ShareOfPeak)),
            Limits(estimates),
        ];
    }

    private static IReadOnlyList<string> Totals(IReadOnlyList<ExplainedKernel> kernels, int samples)
    {
        var flop = kernels.Sum(k => k.TotalFlop);
        return
        [
            "",
            $"all, {Literals.Grouped(samples)} samples",
            Literals.Grouped(flop),
            Total(kernels, samples, written: false),
            Total(kernels, samples, written: true),
            Intensity(flop, kernels.Sum(k => k.TotalBytes)),
            .. Target.All.Select(_ => ""),
            .. Target.All.Select((target, width) => Percent(Estimate.Share(flop, kernels.Sum(k => k.Estimate(width).Cycles), target))),
            "",
        ];
    }

    private static string Total(IReadOnlyList<ExplainedKernel> kernels, int samples, bool written) =>
        Literals.Grouped(kernels.SelectMany(k => k.Tensors).Where(o => o.IsWritten == written).Sum(o => o.BytesFor(samples)));

    private static string Ordinal(int index) => Literals.Integer(index + 1);

    private static string Tensors(ExplainedKernel kernel, bool written) =>
        string.Join("; ", kernel.Tensors.Where(o => o.IsWritten == written).Select(Text));

    private static string Text(TensorTraffic tensor)
    {
        var (address, layout) = tensor.Storage;
        var name = address.Region switch
        {
            Region.Gradients when tensor.Node.Op is LeafOp => address.Name,
            Region.Gradients => address.Name == FlatVectors.Gradients ? address.Name : "gradient of " + address.Name,
            Region.Arena => "%" + Literals.Integer(tensor.Node.Id),
            _ => address.Name,
        };
        return $"{name} {tensor.Node.Shape} {Layout(layout, tensor.Node.Shape)}";
    }

    private static string Layout(Schedule.Layout layout, Shape shape)
    {
        if (layout.InPanels) return "in panels";
        if (shape.IsBatched) return $"samples {Literals.Grouped(layout.SampleSize)} apart";
        return layout.SampleSize == shape.SampleElements ? "row-major" : $"padded to {Literals.Grouped(layout.SampleSize)}";
    }

    private static string PerSample((long PerSample, long Fixed) number) => number switch
    {
        (0, var constant) => Literals.Grouped(constant),
        (var factor, 0) => $"{Literals.Grouped(factor)} N",
        var (factor, constant) => $"{Literals.Grouped(factor)} N + {Literals.Grouped(constant)}",
    };

    private static string Tiles(ExplainedKernel kernel, int width) =>
        string.Join(", ", kernel.Tiles(width).Select(t => $"{t.Rows} × {t.Vectors}"));

    private static string Limits(IReadOnlyList<Estimate> estimates)
    {
        var limits = estimates.Select(e => e.Limit).ToArray();
        return limits.Distinct().Count() == 1 ? limits[0] : string.Join(" / ", limits);
    }

    private static string Intensity(long flop, long bytes) =>
        bytes == 0 ? "" : ((double)flop / bytes).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
