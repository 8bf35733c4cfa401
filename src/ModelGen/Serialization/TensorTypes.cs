using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ModelGen.Serialization;

/// <summary>The element types of the format, and the conversion of the floating-point ones.</summary>
internal static class TensorTypes
{
    /// <summary>For messages: the types of which floats can be read, or a count.</summary>
    public static string Readable(bool isCount) => isCount ? "I64 (or F32, F64, F16, BF16)" : "F32, F64, F16 or BF16";

    /// <summary>How many bits an element takes, or null for a type that the format does not know.</summary>
    public static int? BitsPerElement(string type) => type switch
    {
        "F64" or "I64" or "U64" or "C64" => 64,
        "F32" or "I32" or "U32" => 32,
        "F16" or "BF16" or "I16" or "U16" => 16,
        "BOOL" or "I8" or "U8" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 8,
        "F6_E2M3" or "F6_E3M2" => 6,
        "F4" => 4,
        _ => null,
    };

    public static bool IsReadable(string type, bool isCount) => type is "F32" or "F64" or "F16" or "BF16" || (isCount && type == "I64");

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
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),

        // The upper half of a 32-bit float.
        "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        _ => throw new InvalidOperationException($"The type {type} cannot be read."),
    };
}
