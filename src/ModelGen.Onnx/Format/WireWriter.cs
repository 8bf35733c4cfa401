using System.Buffers.Binary;
using System.Text;

namespace ModelGen.Onnx.Format;

/// <summary>Writes the wire format of protocol buffers. Numbers of repeated fields are packed.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
internal sealed class WireWriter
{
    private readonly MemoryStream _bytes = new();

    /// <summary>How many bytes were written.</summary>
    public long Length => _bytes.Length;

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.GetBuffer().AsSpan(0, (int)_bytes.Length);

    /// <summary>A field of type int32, int64 or an enumeration; negative numbers take ten bytes.</summary>
    public void Integer(int field, long value)
    {
        Tag(field, WireKind.Varint);
        Raw((ulong)value);
    }

    /// <summary>A field of type float.</summary>
    public void Single(int field, float value)
    {
        Tag(field, WireKind.Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>A field of type string; nothing if it is empty.</summary>
    public void Text(int field, string value)
    {
        if (value.Length > 0) Bytes(field, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>A field of type bytes.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Tag(field, WireKind.Bytes);
        Raw((ulong)value.Length);
        _bytes.Write(value);
    }

    /// <summary>A repeated field of integers; nothing if there are none.</summary>
    public void Integers(int field, IReadOnlyCollection<long> values)
    {
        if (values.Count == 0) return;
        WireWriter packed = new();
        foreach (long value in values) packed.Raw((ulong)value);
        Bytes(field, packed.Written);
    }

    /// <summary>A repeated field of floats; nothing if there are none.</summary>
    public void Singles(int field, IReadOnlyCollection<float> values)
    {
        if (values.Count == 0) return;
        byte[] packed = new byte[values.Count * sizeof(float)];
        int at = 0;
        foreach (float value in values) BinaryPrimitives.WriteSingleLittleEndian(packed.AsSpan(sizeof(float) * at++), value);
        Bytes(field, packed);
    }

    /// <summary>A field that is a message.</summary>
    public void Message(int field, Action<WireWriter> write)
    {
        WireWriter inner = new();
        write(inner);
        Bytes(field, inner.Written);
    }

    private void Tag(int field, WireKind kind) => Raw(((ulong)field << 3) | (uint)kind);

    private void Raw(ulong value)
    {
        for (; value >= 0x80; value >>= 7) _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
