namespace ModelGen.Serialization;

/// <summary>Floats as numbers of 16 bits, rounded to the nearest, ties to even.</summary>
/// <remarks>Models that only predict carry this file in their own assembly.</remarks>
internal static partial class NarrowFloats
{
    /// <summary>Rounds numbers.</summary>
    /// <param name="type">F16 or BF16.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="bits">Their bits.</param>
    public static void Round(string type, ReadOnlySpan<float> numbers, Span<short> bits)
    {
        if (type == "F16")
        {
            for (int i = 0; i < numbers.Length; i++) bits[i] = BitConverter.HalfToInt16Bits((Half)numbers[i]);
        }
        else
        {
            for (int i = 0; i < numbers.Length; i++) bits[i] = ToBFloat16(numbers[i]);
        }
    }

    private static short ToBFloat16(float number)
    {
        int bits = BitConverter.SingleToInt32Bits(number);

        // Rounding must not make a NaN infinite, or zero.
        if (float.IsNaN(number)) return (short)((bits >> 16) | 0x40);
        return unchecked((short)((uint)(bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }
}
