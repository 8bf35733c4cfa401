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
        int cost = 1) => Write(builder, loops, [], body, cost);

    /// <summary>
    /// Nested loops inside others. The positions of the outer ones come first; <paramref name="cost"/> is that of the body, in machine
    /// operations.
    /// </summary>
    public static void Write(
        KernelBuilder builder,
        IReadOnlyList<LoopAxis> loops,
        IReadOnlyList<LoopPosition> outer,
        Action<IReadOnlyList<LoopPosition>> body,
        int cost = 1)
    {
        if (loops.Count == 0)
        {
            body(outer);
            return;
        }

        var loop = loops[0];
        var rest = loops.Skip(1).ToArray();
        var name = loop.IsLane ? "f" : Names[Math.Min(outer.Count, Names.Length - 1)];
        var step = loop.IsLane ? Layout.Lanes : 1;
        var iterations = loop.Extent.PerSample ? int.MaxValue : Math.Max(1, Rounded(loop).Count / step);
        var unrolled = iterations <= UnrolledVectors && iterations * cost <= JitBudget.UnrolledOperations;
        builder.Loop(name, Rounded(loop), (step, unrolled, position =>
            Write(builder, rest, [.. outer, new LoopPosition(loop, position)], body, unrolled ? cost * iterations : cost)));
    }

    /// <summary>A lane loop runs over whole vectors.</summary>
    public static Extent Rounded(LoopAxis loop) => loop is { IsLane: true, Extent.PerSample: false }
        ? new Extent(Layout.RoundUp(loop.Extent.Count), false)
        : loop.Extent;
}
