namespace ModelGen;

/// <summary>How a model rounds: part of its definition, and the same bits on every machine, whichever is chosen.</summary>
/// <remarks>
/// The order of sums is the same in both. Weights fit either: a file of one can be loaded by the other, and results differ in the last
/// bits.
/// </remarks>
public enum Arithmetic
{
    /// <summary>
    /// A product and the sum it goes into are one fused multiply-add, rounded once. The fastest wherever the machine has that instruction:
    /// x86-64-v3 (AVX2) and later, Arm64. Elsewhere it is emulated, to the bit.
    /// </summary>
    Fused,

    /// <summary>
    /// A product and a sum are two operations, each rounded, in elementary functions as well. The fastest where no machine instruction
    /// fuses them: WebAssembly, and x86-64 without AVX2. Elsewhere it takes up to twice as long.
    /// </summary>
    Unfused,
}
