using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// How a training step goes through a batch in slices, each of which stays in the cache from its first kernel to its last. Sums over
/// samples pause between slices: see <see cref="Kernels.PausedSums"/>.
/// </summary>
/// <param name="Samples">The samples of a slice: a multiple of sixteen.</param>
public sealed record SampleSlices(int Samples)
{
    /// <summary>Whether a graph computes each sample without knowing a sum over all of them.</summary>
    /// <remarks>Random numbers are counted from the first sample of a call, and loops over steps add up sums of their own.</remarks>
    public static bool Suit(TensorGraph graph)
    {
        if (!graph.Nodes.Any(n => n.Shape.IsBatched) || graph.Nodes.Any(n => n.Op is RandomOp || n.Loop is not null)) return false;
        if (graph.Outputs.Any(o => !IsOfSlice(o.Role))) return false;
        var ofAll = new HashSet<Node>();
        foreach (var node in graph.Nodes)
        {
            if (node.Inputs.Any(ofAll.Contains) || (!node.Shape.IsBatched && node.Inputs.Any(i => i.Shape.IsBatched))) ofAll.Add(node);
            if (node.Shape.IsBatched && ofAll.Contains(node)) return false;
        }

        return true;
    }

    private static bool IsOfSlice(OutputRole role) =>
        role is OutputRole.Gradient or OutputRole.Loss or OutputRole.InputGradient or OutputRole.Output;

    /// <summary>Whether a node is a sum over the samples.</summary>
    public static bool IsSum(Node node) => !node.Shape.IsBatched && node.Inputs.Any(i => i.Shape.IsBatched);

    /// <summary>The slices of a program; null if its sums cannot pause, or are too large to stay in the cache beside a slice.</summary>
    /// <param name="plan">The program.</param>
    /// <param name="partialFloats">The floats in which lanes of sums wait.</param>
    public static SampleSlices? Of(ProgramPlan plan, long partialFloats)
    {
        if (plan.SharesSteps || !plan.KeepsSums || plan.ArenaPerSample == 0) return null;
        var fits = CacheLevel.L2.Bytes / (sizeof(float) * (long)plan.ArenaPerSample) / Layout.Lanes * Layout.Lanes;
        var sumFloats = partialFloats + plan.Graph.Nodes.Where(IsSum).Sum(node => (long)Memory.LayoutOf(node).SampleSize);
        return fits == 0 || sizeof(float) * sumFloats > CacheLevel.L2.Bytes ? null : new SampleSlices((int)Math.Min(fits, 1 << 20));
    }
}
