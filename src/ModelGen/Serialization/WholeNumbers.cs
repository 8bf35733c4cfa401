namespace ModelGen.Serialization;

/// <summary>Weights as whole numbers of 8 bits: symmetric, with a factor for each output.</summary>
/// <remarks>Models that only predict carry this file in their own assembly.</remarks>
internal static class WholeNumbers
{
    /// <summary>The largest magnitude. −128 is left out, so that a weight and its negative are alike.</summary>
    public const float Largest = 127;

    /// <summary>Replaces weights by the nearest whole multiples of their factor, ties to even.</summary>
    /// <param name="weights">The weights of one output after the other; they become whole numbers from −127 to 127.</param>
    /// <param name="scales">The factors: one for each output, its largest magnitude / 127.</param>
    public static void Of(Span<float> weights, Span<float> scales)
    {
        int length = weights.Length / scales.Length;
        for (int output = 0; output < scales.Length; output++)
        {
            Span<float> own = weights.Slice(output * length, length);
            float largest = 0;

            // Not foreach: enumerators of spans are more than C# 12 can use, which compiles this file for .NET 8.
            for (int i = 0; i < own.Length; i++) largest = Math.Max(largest, Math.Abs(own[i]));
            float scale = largest / Largest;
            scales[output] = scale;

            // Weights so small that their factor is zero are zero; NaN gives a factor that is NaN.
            for (int i = 0; i < own.Length; i++) own[i] = scale > 0 ? Nearest(own[i] / scale) : 0;
        }
    }

    /// <summary>
    /// Two whole numbers in the bits of one float, along an axis: element t, in the lower 16 bits, with element t + K − ⌈K/2⌉ of K. Where K
    /// is odd, the first pair has the element in the middle once: its other half is zero.
    /// </summary>
    /// <param name="numbers">Whole numbers of 8 bits, row-major.</param>
    /// <param name="pairs">The pairs, row-major.</param>
    /// <param name="count">How many numbers there are along the axis.</param>
    /// <param name="inner">How far apart neighbours along the axis are: the product of the sizes of the axes behind it.</param>
    public static void Pair(ReadOnlySpan<float> numbers, Span<float> pairs, int count, int inner)
    {
        int half = (count + 1) / 2, distance = count - half;
        for (int i = 0; i < pairs.Length; i++)
        {
            int at = i / inner % half, first = (((i / inner / half * count) + at) * inner) + (i % inner);
            int second = at == 0 && count != 2 * half ? 0 : (int)numbers[first + (distance * inner)];
            pairs[i] = BitConverter.Int32BitsToSingle((second << 16) | ((int)numbers[first] & 0xFFFF));
        }
    }

    private static float Nearest(float number) =>
        number >= Largest ? Largest : number > -Largest ? MathF.Round(number) : -Largest;
}
