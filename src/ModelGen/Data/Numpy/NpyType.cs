using System.Buffers.Binary;

namespace ModelGen.Data;

/// <summary>How NumPy writes a number: <c>&lt;f4</c> is a float of four bytes, the lowest first.</summary>
internal readonly record struct NpyType(char Kind, int Size, bool BigEndian)
{
    /// <exception cref="InvalidDataException">Numbers of this kind cannot be read.</exception>
    public static NpyType Parse(string text, string name)
    {
        (char order, string rest) = text.Length > 0 && text[0] is '<' or '>' or '|' or '=' ? (text[0], text[1..]) : ('=', text);
        return rest is "b1" or "i1" or "i2" or "i4" or "i8" or "u1" or "u2" or "u4" or "u8" or "f2" or "f4" or "f8"
            ? new NpyType(rest[0], rest[1] - '0', order == '>')
            : throw new InvalidDataException(
                $"'{name}' has elements of the type '{text}'; truth values, integers and floats of 2, 4 or 8 bytes can be read.");
    }

    public bool IsFloat => Kind == 'f';

    /// <summary>A number, rounded to a double: only integers of eight bytes can lose something.</summary>
    public double ToDouble(ReadOnlySpan<byte> bytes) => IsFloat
        ? Size switch
        {
            2 => (double)(BigEndian ? BinaryPrimitives.ReadHalfBigEndian(bytes) : BinaryPrimitives.ReadHalfLittleEndian(bytes)),
            4 => BigEndian ? BinaryPrimitives.ReadSingleBigEndian(bytes) : BinaryPrimitives.ReadSingleLittleEndian(bytes),
            _ => BigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        }
        : Kind == 'u' ? ToUnsigned(bytes) : ToLong(bytes);

    /// <summary>A whole number; unsigned ones above 2⁶³ − 1 become negative.</summary>
    public long ToLong(ReadOnlySpan<byte> bytes) => (Kind, Size) switch
    {
        ('b', _) => bytes[0] != 0 ? 1 : 0,
        ('i', 1) => (sbyte)bytes[0],
        ('i', 2) => (short)ToUnsigned(bytes),
        ('i', 4) => (int)ToUnsigned(bytes),
        _ => (long)ToUnsigned(bytes),
    };

    public ulong ToUnsigned(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < Size; i++)
            value = (value << 8) | bytes[BigEndian ? i : Size - 1 - i];
        return value;
    }
}
