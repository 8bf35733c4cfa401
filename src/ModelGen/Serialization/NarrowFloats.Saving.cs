using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ModelGen.Serialization;

/// <content>What files of weights need.</content>
internal static partial class NarrowFloats
{
    /// <summary>The smallest float that is infinite as a half: half-way between the largest half, 65,504, and the next step.</summary>
    public const float BeyondHalf = 65520;

    /// <summary>The smallest float that is infinite as a bfloat16: half-way between the largest one and the next step.</summary>
    public const float BeyondBFloat16 = 3.3961775E+38f;

    /// <summary>The first finite number that would become infinite; null if there is none.</summary>
    /// <param name="type">F16 or BF16.</param>
    /// <param name="numbers">The numbers.</param>
    public static float? FirstBeyond(string type, ReadOnlySpan<float> numbers)
    {
        float limit = type == "F16" ? BeyondHalf : BeyondBFloat16;
        foreach (float number in numbers)
        {
            float size = Math.Abs(number);
            if (size >= limit && size <= float.MaxValue) return number;
        }

        return null;
    }

    /// <summary>Numbers as the bytes of a file, which are little-endian.</summary>
    /// <inheritdoc cref="Round"/>
    public static byte[] RoundToBytes(string type, ReadOnlySpan<float> numbers)
    {
        byte[] bytes = new byte[sizeof(short) * numbers.Length];
        Span<short> bits = MemoryMarshal.Cast<byte, short>(bytes.AsSpan());
        Round(type, numbers, bits);
        if (!BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(bits, bits);
        return bytes;
    }
}
