using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Kernels;

/// <summary>A loop nest over buffers: the unit that becomes one method.</summary>
/// <remarks>Kernels with equal bodies become one method that is called with different buffers. The description does not count.</remarks>
public sealed record Kernel
{
    /// <summary>What it computes, in the words of the generated comment.</summary>
    public required string Description { get; init; }

    /// <summary>The kind of operation, from which the method is named: <c>Contract</c>, <c>Map</c>, <c>Sum</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The buffers, in the order of the parameters.</summary>
    public required EquatableArray<BufferArgument> Buffers { get; init; }

    /// <summary>Floats computed by the host.</summary>
    public required EquatableArray<string> Scalars { get; init; }

    /// <summary>Whether it draws random numbers and so needs the key.</summary>
    public required bool UsesRandom { get; init; }

    /// <summary>Whether it is told which sample of the batch its first one is.</summary>
    public bool CountsFromPart { get; init; }

    /// <summary>Whether its sums over samples may go on from an earlier call: see <see cref="PausedSums"/>.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The buffer, the last one, in which sums of single lanes wait; null if it needs none.</summary>
    public BufferArgument? Partials { get; init; }

    public required EquatableArray<Statement> Body { get; init; }

    /// <summary>Whether only the first lanes of every vector are computed: see <see cref="Schedule.NarrowLanes"/>.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>Whether it is made of several kernels, of which one may read an index where a later one writes.</summary>
    public bool IsJoined { get; init; }

    /// <summary>How threads share it.</summary>
    public required Division Division { get; init; }

    /// <summary>The further parameters of its method: the bounds of its iterations, the number of samples.</summary>
    /// <remarks>A kernel that is divided by samples knows its own samples only.</remarks>
    public IReadOnlyList<string> Bounds => Division switch
    {
        Division.Samples => ["first", "last"],
        Division.Iterations => ["first", "last", "n"],
        Division.Inner => [],
        _ => ["n"],
    };
}
