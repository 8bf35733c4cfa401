using System.Buffers.Binary;
using System.Text;

namespace ModelGen.Reporting;

/// <summary>Writes a message in the format of Protocol Buffers: fields with their numbers, one after the other
/// (https://protobuf.dev/programming-guides/encoding).</summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;
    private readonly MemoryStream _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    public ProtoMessage Integer(int field, long value)
    {
        Tag(field, Varint);
        Unsigned((ulong)value);
        return this;
    }

    public ProtoMessage Single(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public ProtoMessage Double(int field, double value)
    {
        Tag(field, Fixed64);
        Number(value);
        return this;
    }

    /// <summary>A repeated field, packed.</summary>
    public ProtoMessage Doubles(int field, ReadOnlySpan<double> values)
    {
        Tag(field, LengthDelimited);
        Unsigned((ulong)values.Length * sizeof(double));
        foreach (double value in values)
            Number(value);
        return this;
    }

    public ProtoMessage Text(int field, string value) => Content(field, Encoding.UTF8.GetBytes(value));

    public ProtoMessage Message(int field, ProtoMessage value) => Content(field, value.Bytes);

    public ProtoMessage Content(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimited);
        Unsigned((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Tag(int field, int kind) => Unsigned(((ulong)field << 3) | (uint)kind);

    private void Unsigned(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }

    private void Number(double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }
}
