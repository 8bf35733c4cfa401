using System.Runtime.Intrinsics;

namespace ModelGen.TestKit.Interpretation;

/// <summary>What a kernel is called with, and its variables while it runs.</summary>
internal sealed class Frame
{
    public required CheckedSpan[] Buffers { get; init; }

    public required float[] Scalars { get; init; }

    public required uint Seed { get; init; }

    public required uint Step { get; init; }

    /// <summary>The samples of the call.</summary>
    public required long Samples { get; init; }

    /// <summary>The variables of loops.</summary>
    public required long[] Variables { get; init; }

    public required Vector512<float>[] Locals { get; init; }

    /// <summary>For each local, which of its lanes come from what nobody has written.</summary>
    public required int[] Missing { get; init; }

    /// <summary>Lanes that are computed: sixteen, or eight.</summary>
    public required int Lanes { get; init; }
}

/// <summary>A linear expression of loop variables.</summary>
internal sealed class IndexNode(int[] slots, long[] factors, long constant)
{
    public long At(Frame frame)
    {
        long index = constant;
        for (int i = 0; i < slots.Length; i++) index += frame.Variables[slots[i]] * factors[i];
        return index;
    }
}
