using System.Buffers.Binary;

namespace ModelGen.Data;

/// <summary>The types of the elements of IDX files; all are big-endian.</summary>
internal enum IdxType : byte
{
    UInt8 = 0x08,
    Int8 = 0x09,
    Int16 = 0x0B,
    Int32 = 0x0C,
    Float32 = 0x0D,
    Float64 = 0x0E,
}

/// <summary>How the elements of IDX files are read.</summary>
internal static class IdxTypes
{
    /// <summary>The bytes of an element, or 0 for a type that the format does not know.</summary>
    public static int Size(this IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Int32 or IdxType.Float32 => 4,
        IdxType.Float64 => 8,
        _ => 0,
    };

    public static bool IsWhole(this IdxType type) => type is not (IdxType.Float32 or IdxType.Float64);

    /// <summary>The element at the start of some bytes. Each type fits into a double.</summary>
    public static double Read(this IdxType type, ReadOnlySpan<byte> bytes) => type switch
    {
        IdxType.UInt8 => bytes[0],
        IdxType.Int8 => (sbyte)bytes[0],
        IdxType.Int16 => BinaryPrimitives.ReadInt16BigEndian(bytes),
        IdxType.Int32 => BinaryPrimitives.ReadInt32BigEndian(bytes),
        IdxType.Float32 => BinaryPrimitives.ReadSingleBigEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleBigEndian(bytes),
    };
}
