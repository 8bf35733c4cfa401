using System.Buffers.Binary;

namespace ModelGen.Data;

/// <summary>
/// The cyclic redundancy check of ISO 3309, which PNG chunks (https://www.w3.org/TR/png-3/#D-CRCAppendix) and members of gzip files
/// (RFC 1952) end with. Eight bytes at a time: a table for each says what it does to the rest seven bytes later.
/// </summary>
internal struct Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Stride = sizeof(ulong);

    private static readonly uint[][] s_tables = Tables();

    private uint _inverted;

    /// <summary>Of the bytes so far.</summary>
    public readonly uint Value => _inverted;

    /// <summary>Of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        Crc32 check = default;
        check.Append(bytes);
        return check.Value;
    }

    /// <summary>Goes on with further bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint[][] tables = s_tables;
        uint rest = ~_inverted;
        for (; bytes.Length >= Stride; bytes = bytes[Stride..])
        {
            ulong next = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ rest;
            rest = 0;
            for (int i = 0; i < Stride; i++)
                rest ^= tables[Stride - 1 - i][(byte)(next >> (8 * i))];
        }

        foreach (byte value in bytes)
            rest = tables[0][(byte)(rest ^ value)] ^ (rest >> 8);
        _inverted = ~rest;
    }

    private static uint[][] Tables()
    {
        uint[][] tables = new uint[Stride][];
        tables[0] = [.. Enumerable.Range(0, 256).Select(value => Divide((uint)value))];
        for (int i = 1; i < Stride; i++)
            tables[i] = [.. tables[i - 1].Select(rest => tables[0][(byte)rest] ^ (rest >> 8))];
        return tables;
    }

    private static uint Divide(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value >> 1) ^ ((value & 1) == 0 ? 0 : Polynomial);
        return value;
    }
}
