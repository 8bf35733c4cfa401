using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>How threads share a kernel: each takes some iterations of its outermost loop.</summary>
/// <remarks>The iterations of an outermost loop are independent: a sum lies within one of them.</remarks>
public abstract record Division
{
    /// <summary>Samples in the smallest piece of a batch where samples lie in the lanes: one vector.</summary>
    public const int Granule = 16;

    /// <summary>Not at all: one thread runs it.</summary>
    public sealed record Whole : Division;

    /// <summary>Not by itself: it is a part of another kernel.</summary>
    public sealed record Inner : Division;

    /// <summary>By samples: every thread has the same ones in all such kernels of a program.</summary>
    public sealed record Samples : Division;

    /// <summary>By the iterations of a loop of constant length. The last thread runs the loops behind it.</summary>
    /// <param name="Extent">The loop's extent.</param>
    /// <param name="Step">The loop's step.</param>
    public sealed record Iterations(int Extent, int Step) : Division;

    /// <summary>The division that the statements of a kernel allow.</summary>
    public static Division Of(EquatableArray<Statement> body)
    {
        var loops = body.OfType<Statement.Loop>().ToArray();
        if (loops.Length < body.Count || loops.Length == 0) return new Whole();
        if (loops.All(l => l.Extent.PerSample)) return new Samples();
        var (extent, first) = (loops[0].Extent, loops[0].Segments[0]);
        return extent.PerSample || first.Unrolled || extent.Count < 2 * first.Step || !AreIndependent(loops)
            ? new Whole()
            : new Iterations(extent.Count, first.Step);
    }

    /// <summary>
    /// Samples in the smallest piece of a batch of a program. It is one sample, unless a kernel computes whole vectors of samples: then two
    /// threads would write into one vector.
    /// </summary>
    /// <param name="samplesInLanes">Whether some tensor of the program has samples in the lanes.</param>
    /// <param name="kernels">The kernels of the program.</param>
    public static int PieceOf(bool samplesInLanes, IEnumerable<Kernel> kernels) =>
        samplesInLanes || kernels.Any(k => k.Division is Samples && k.Body.OfType<Statement.Loop>().Any(PassesTheEnd)) ? Granule : 1;

    /// <summary>Whether the last step of a loop over samples may be longer than what is left of them.</summary>
    private static bool PassesTheEnd(Statement.Loop loop)
    {
        var step = 0;
        foreach (var segment in loop.Segments) step = GreatestCommonDivisor(step, segment.Step);
        return loop.Extent.Count % step != 0;
    }

    internal static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    /// <summary>Whether no loop reads what one before it writes.</summary>
    private static bool AreIndependent(Statement.Loop[] loops)
    {
        var written = new HashSet<BufferArgument>();
        foreach (var loop in loops)
        {
            if (BufferUse.Read([loop]).Any(written.Contains)) return false;
            written.UnionWith(BufferUse.Written([loop]));
        }

        return true;
    }
}
