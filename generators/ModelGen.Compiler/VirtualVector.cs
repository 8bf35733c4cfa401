namespace ModelGen.Compiler;

/// <summary>The vectors that kernels are made of: one of 512 bits, two of 256 or four of 128.</summary>
public static class VirtualVector
{
    /// <summary>Floats in one.</summary>
    public const int Lanes = 16;

    /// <summary>Lanes that kernels compute which have nothing in the others.</summary>
    public const int NarrowLanes = 8;

    /// <summary>The floats of as many whole vectors as hold <paramref name="count"/>.</summary>
    public static int RoundUp(int count) => (count + Lanes - 1) / Lanes * Lanes;
}
