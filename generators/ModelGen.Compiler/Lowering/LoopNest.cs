using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Nested loops, the lanes in steps of sixteen.</summary>
internal static class LoopNest
{
    /// <summary>Constant loops of up to this many vectors are written out.</summary>
    public const int UnrolledVectors = 4;

    private static readonly string[] Names = ["i", "j", "k", "l", "m"];

    public static void Write(
        KernelBuilder builder,
        IReadOnlyList<LoopAxis> loops,
        Action<IReadOnlyList<LoopPosition>> body,
        int cost = 1,
        int budget = JitBudget.UnrolledOperations,
        bool inSamples = true) => Write(builder, loops, [], body, cost, budget, inSamples);

    /// <summary>
    /// Nested loops inside others. The positions of the outer ones come first; <paramref name="cost"/> is that of the body, in machine
    /// operations, of which <paramref name="budget"/> may be written out. Where samples are not in the lanes of tensors
    /// (<paramref name="inSamples"/>), a loop over single elements of samples ends with its last sample: others may be another thread's.
    /// </summary>
    public static void Write(
        KernelBuilder builder,
        IReadOnlyList<LoopAxis> loops,
        IReadOnlyList<LoopPosition> outer,
        Action<IReadOnlyList<LoopPosition>> body,
        int cost = 1,
        int budget = JitBudget.UnrolledOperations,
        bool inSamples = true)
    {
        if (loops.Count == 0)
        {
            body(outer);
            return;
        }

        var loop = loops[0];
        var rest = loops.Skip(1).ToArray();
        var name = loop.IsLane ? "f" : Names[Math.Min(outer.Count, Names.Length - 1)];
        if (loop.IsCut)
        {
            Panels(builder, loop, name, position => Write(builder, rest, [.. outer, position], body, cost, budget, inSamples));
            return;
        }

        var step = loop.IsLane ? Layout.Lanes : 1;
        var iterations = loop.Extent.PerSample ? int.MaxValue : Math.Max(1, Rounded(loop).Count / step);
        var unrolled = iterations <= UnrolledVectors && iterations * cost <= budget;
        var vectors = (step, unrolled, Inside(loop));
        if (!inSamples && loop is { IsLane: true, Extent.PerSample: true } && loop.Extent.Count % step != 0)
            builder.Loop(name, loop.Extent, vectors, (1, false, Inside(loop with { IsLane = false })));
        else
            builder.Loop(name, Rounded(loop), vectors);

        Action<Affine> Inside(LoopAxis axis) => position => Write(
            builder, rest, [.. outer, new LoopPosition(axis, position)], body, unrolled ? cost * iterations : cost, budget, inSamples);
    }

    /// <summary>One by one along an axis in panels of sixteen, of which the last may not be whole.</summary>
    private static void Panels(KernelBuilder builder, LoopAxis loop, string name, Action<LoopPosition> body)
    {
        var rest = loop.Extent.Count % Layout.Lanes;
        var segments = new List<(int, bool, Action<Affine>)>();
        if (loop.Extent.Count >= Layout.Lanes) segments.Add((Layout.Lanes, false, panel => Within(panel, Layout.Lanes)));
        if (rest > 0) segments.Add((rest, false, panel => Within(panel, rest)));
        builder.Loop("panel", loop.Extent, [.. segments]);

        void Within(Affine panel, int count) =>
            builder.Loop(name, Extent.Of(count), (1, false, within => body(new LoopPosition(loop, panel, within))));
    }

    /// <summary>A lane loop runs over whole vectors.</summary>
    public static Extent Rounded(LoopAxis loop) => loop is { IsLane: true, Extent.PerSample: false }
        ? new Extent(Layout.RoundUp(loop.Extent.Count), false)
        : loop.Extent;
}
