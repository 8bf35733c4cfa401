namespace ModelGen.Compiler.Kernels.Bounds;

/// <summary>A number that depends on how many samples there are: <c>PerSample · n + InBlocks · N + Constant</c>.</summary>
/// <param name="PerSample">The factor of the number of samples, n.</param>
/// <param name="InBlocks">The factor of N, which is n rounded up to whole blocks of sixteen.</param>
/// <param name="Constant">The rest.</param>
public readonly record struct SampleBound(long PerSample, long InBlocks, long Constant)
{
    private const int Block = VirtualVector.Lanes;

    public static SampleBound operator +(SampleBound a, SampleBound b) =>
        new(a.PerSample + b.PerSample, a.InBlocks + b.InBlocks, a.Constant + b.Constant);

    public static SampleBound operator -(SampleBound a, SampleBound b) => a + (b * -1);

    public static SampleBound operator *(SampleBound a, long factor) => new(a.PerSample * factor, a.InBlocks * factor, a.Constant * factor);

    /// <summary>Whether it is at least zero for every n ≥ 1.</summary>
    /// <remarks>Within a block of samples it is smallest at the first or the last one; both are linear in the number of blocks.</remarks>
    public bool IsNeverNegative => PerSample + InBlocks >= 0 && At(1) >= 0 && At(Block) >= 0;

    /// <summary>As a formula: <c>32·n + 16·⌈n⌉ + 8</c>, where ⌈n⌉ stands for n rounded up to sixteen.</summary>
    public override string ToString()
    {
        var terms = new[] { (PerSample, "·n"), (InBlocks, "·⌈n⌉"), (Constant, "") }
            .Where(t => t.Item1 != 0)
            .Select(t => Literals.Integer(t.Item1) + t.Item2)
            .ToArray();
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }

    private long At(int samples) => (PerSample * samples) + (InBlocks * Block) + Constant;
}
