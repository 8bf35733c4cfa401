using System.Buffers.Binary;
using System.Text;

namespace ModelGen.Benchmarks.Onnx;

/// <summary>Writes the wire format of protocol buffers: a message is its fields, each a number, a kind and a value.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
internal sealed class ProtobufWriter
{
    private const int Varint = 0, LengthDelimited = 2, Fixed32 = 5;

    private readonly MemoryStream _bytes = new();

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>A field of type int32, int64 or an enumeration; negative numbers take ten bytes.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, Varint);
        Raw((ulong)value);
    }

    /// <summary>A field of type float.</summary>
    public void Single(int field, float value)
    {
        Tag(field, Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>A field of type string.</summary>
    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A field of type bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, LengthDelimited);
        Raw((ulong)value.Length);
        _bytes.Write(value);
    }

    /// <summary>A field that is a message.</summary>
    public void Message(int field, Action<ProtobufWriter> write)
    {
        ProtobufWriter inner = new();
        write(inner);
        Bytes(field, inner.ToArray());
    }

    private void Tag(int field, int kind) => Raw(((ulong)field << 3) | (uint)kind);

    private void Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
