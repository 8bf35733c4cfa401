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

    /// <summary>
    /// Products in whole numbers of 8 bits, in a model that only predicts: <c>Dense</c>, <c>Conv1D</c> and <c>Conv2D</c> round what
    /// arrives to 8 bits, multiply whole numbers, add them up in 32 bits, exactly, and go on in floats, which everything else is in, as
    /// with <see cref="Fused"/>. Weights are kept as <see cref="Storage.Int8"/>. How large the numbers are that arrive,
    /// <c>Calibrate</c> of the trained model measures, and <c>Save</c> writes. Training is that of <see cref="Fused"/>.
    /// </summary>
    Int8,
}
