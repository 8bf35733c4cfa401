using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>How threads share a kernel: each takes some iterations of its outermost loop.</summary>
/// <remarks>The iterations of an outermost loop are independent: a sum lies within one of them.</remarks>
public abstract record Division
{
    /// <summary>Samples in the smallest piece of a batch: one vector, where the samples lie in the lanes.</summary>
    public const int Granule = 16;

    /// <summary>Not at all: one thread runs it.</summary>
    public sealed record Whole : Division;

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
