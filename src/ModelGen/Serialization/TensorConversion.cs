using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ModelGen.Serialization;

/// <summary>Numbers of a file as floats.</summary>
/// <remarks>Models that only predict carry this file in their own assembly.</remarks>
internal static class TensorConversion
{
    /// <summary>Little-endian bytes of a readable type as floats; doubles and integers are rounded to the nearest.</summary>
    public static void Convert(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (type == "F32" && BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        int size = bytes.Length / Math.Max(values.Length, 1);
        for (int i = 0; i < values.Length; i++)
            values[i] = ConvertElement(type, bytes.Slice(i * size, size));
    }

    private static float ConvertElement(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "I64" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "I8" => (sbyte)bytes[0],
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),

        // The upper half of a 32-bit float.
        "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        _ => throw new InvalidOperationException($"The type {type} cannot be read."),
    };
}
