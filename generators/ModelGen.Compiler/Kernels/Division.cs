using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>How threads share a kernel: each takes some turns of its outermost loop.</summary>
/// <remarks>The turns of an outermost loop are independent: what a kernel adds up, it adds up within one of them.</remarks>
public abstract record Division
{
    /// <summary>Samples in the smallest piece of a batch: one vector, where the samples lie in the lanes.</summary>
    public const int Granule = 16;

    /// <summary>Not at all: one thread runs it.</summary>
    public sealed record Whole : Division;

    /// <summary>By samples: every thread has the same ones in all such kernels of a program.</summary>
    public sealed record Samples : Division;

    /// <summary>By the turns of a loop of constant length.</summary>
    /// <param name="Extent">Where the loop ends.</param>
    /// <param name="Step">How far one turn goes.</param>
    public sealed record Turns(int Extent, int Step) : Division;

    /// <summary>The division that the statements of a kernel allow.</summary>
    public static Division Of(EquatableArray<Statement> body)
    {
        var loops = body.OfType<Statement.Loop>().ToArray();
        if (loops.Length < body.Count || loops.Length == 0) return new Whole();
        if (loops.All(l => l.Extent.PerSample)) return new Samples();
        if (loops.Length > 1) return new Whole();
        var (extent, first) = (loops[0].Extent.Count, loops[0].Segments[0]);
        return first.Unrolled || extent < 2 * first.Step || loops[0].Extent.PerSample ? new Whole() : new Turns(extent, first.Step);
    }
}
