namespace ModelGen.Compiler.Kernels.Bounds;

/// <summary>The length of an argument of a kernel, in floats: <c>PerSample × samples + Fixed</c>.</summary>
/// <param name="PerSample">Floats for each sample.</param>
/// <param name="Fixed">Floats apart from samples.</param>
/// <param name="InBlocks">Whether there is room for whole blocks of sixteen samples, as in scratch memory. A caller's memory ends with its
/// last sample.</param>
/// <param name="Room">Floats behind the end that a vector may read but not use. The last vector of the last row reads into the next
/// tensor if rows have no padding, or if it begins in the middle of one; behind the last tensor, the runtime's <c>AlignedBuffer</c> has
/// room for it.</param>
public sealed record BufferLength(int PerSample, int Fixed, bool InBlocks, int Room = 0)
{
    /// <summary>How many floats there are.</summary>
    /// <param name="samples">The samples of the call.</param>
    /// <param name="capacity">The samples that scratch memory is laid out for.</param>
    public long Floats(int samples, int capacity) => ((long)PerSample * (InBlocks ? capacity : samples)) + Fixed;

    /// <summary>The longer of two tensors with the same address.</summary>
    public BufferLength OrLonger(BufferLength other) =>
        new(Math.Max(PerSample, other.PerSample), Math.Max(Fixed, other.Fixed), InBlocks, Math.Max(Room, other.Room));

    /// <summary>As a formula: <c>32·n + 16</c>.</summary>
    public override string ToString() => new SampleBound(InBlocks ? 0 : PerSample, InBlocks ? PerSample : 0, Fixed).ToString();
}
