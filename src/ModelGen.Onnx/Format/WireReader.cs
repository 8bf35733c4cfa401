using System.Buffers.Binary;
using System.Text;

namespace ModelGen.Onnx.Format;

/// <summary>
/// Reads the wire format of protocol buffers from memory: a message is its fields, each a number, a kind and a value. Nothing is copied;
/// messages within messages are parts of the same memory.
/// </summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding/</remarks>
internal struct WireReader(ReadOnlyMemory<byte> message)
{
    private const int LongestVarint = 10;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private int _position;
    private WireKind _kind;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>Whether there is one. Its value must be read, or skipped, before the next call.</returns>
    /// <exception cref="InvalidDataException">What follows is no field.</exception>
    public bool Next()
    {
        if (_position >= message.Length) return false;
        ulong tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        _kind = (WireKind)(tag & 7);
        if (Field == 0 || tag >> 32 != 0) throw Malformed($"{tag} is no tag of a field");
        if (_kind is not (WireKind.Varint or WireKind.Fixed64 or WireKind.Bytes or WireKind.Fixed32))
            throw Malformed($"field {Field} has the wire type {(int)_kind}; known are 0, 1, 2 and 5");
        return true;
    }

    /// <summary>The value of a field of type int32, int64 or an enumeration.</summary>
    public long Integer()
    {
        Need(WireKind.Varint);
        return (long)Varint();
    }

    /// <summary>The value of a field of type float.</summary>
    public float Single()
    {
        Need(WireKind.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)).Span);
    }

    /// <summary>The value of a field of type string.</summary>
    public string Text()
    {
        ReadOnlyMemory<byte> bytes = Bytes();
        try
        {
            return StrictUtf8.GetString(bytes.Span);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed($"field {Field} is not UTF-8");
        }
    }

    /// <summary>The value of a field of type bytes, or a message: a part of the memory that is read.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        Need(WireKind.Bytes);
        ulong length = Varint();
        if (length > (ulong)(message.Length - _position))
            throw Malformed($"field {Field} has {length} bytes, and {message.Length - _position} are left");
        return Take((int)length);
    }

    /// <summary>Adds the values of a repeated field of integers, which writers store one by one or packed.</summary>
    /// <param name="values">Where to.</param>
    /// <param name="most">How many there may be in all: packed numbers take eight times the memory when they are read.</param>
    public void Integers(List<long> values, int most)
    {
        if (_kind == WireKind.Varint) Add(values, (long)Varint(), most);
        else for (WireReader packed = new(Bytes()); packed._position < packed.Length;) Add(values, (long)packed.Varint(), most);
    }

    /// <summary>Adds the values of a repeated field of floats, which writers store one by one or packed.</summary>
    /// <param name="values">Where to.</param>
    /// <param name="most">How many there may be in all.</param>
    public void Singles(List<float> values, int most)
    {
        ReadOnlySpan<byte> bytes = (_kind == WireKind.Fixed32 ? Take(sizeof(float)) : Packed(sizeof(float))).Span;
        for (; bytes.Length > 0; bytes = bytes[sizeof(float)..]) Add(values, BinaryPrimitives.ReadSingleLittleEndian(bytes), most);
    }

    /// <summary>Adds the values of a repeated field of doubles, which writers store one by one or packed.</summary>
    /// <param name="values">Where to.</param>
    /// <param name="most">How many there may be in all.</param>
    public void Doubles(List<double> values, int most)
    {
        ReadOnlySpan<byte> bytes = (_kind == WireKind.Fixed64 ? Take(sizeof(double)) : Packed(sizeof(double))).Span;
        for (; bytes.Length > 0; bytes = bytes[sizeof(double)..]) Add(values, BinaryPrimitives.ReadDoubleLittleEndian(bytes), most);
    }

    /// <summary>Goes behind a value that nobody needs.</summary>
    public void Skip()
    {
        switch (_kind)
        {
            case WireKind.Varint:
                Varint();
                break;
            case WireKind.Bytes:
                Bytes();
                break;
            default:
                Take(_kind == WireKind.Fixed64 ? sizeof(ulong) : sizeof(uint));
                break;
        }
    }

    private readonly int Length => message.Length;

    private readonly void Add<T>(List<T> values, T value, int most)
    {
        if (values.Count >= most) throw Malformed($"field {Field} has more than {most} numbers");
        values.Add(value);
    }

    private ReadOnlyMemory<byte> Packed(int size)
    {
        ReadOnlyMemory<byte> bytes = Bytes();
        return bytes.Length % size == 0
            ? bytes
            : throw Malformed($"field {Field} has {bytes.Length} bytes, no multiple of {size}");
    }

    private readonly void Need(WireKind kind)
    {
        if (_kind != kind) throw Malformed($"field {Field} has the wire type {(int)_kind}; {(int)kind} is needed");
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        if (length > message.Length - _position) throw Malformed($"field {Field} is cut off");
        _position += length;
        return message.Slice(_position - length, length);
    }

    private ulong Varint()
    {
        ulong value = 0;
        ReadOnlySpan<byte> bytes = message.Span;
        for (int i = 0; i < LongestVarint; i++)
        {
            if (_position >= bytes.Length) throw Malformed("a number is cut off");
            byte next = bytes[_position++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80) return value;
        }

        throw Malformed($"a number has more than {LongestVarint} bytes");
    }

    private static InvalidDataException Malformed(string what) => new($"{what}.");
}
