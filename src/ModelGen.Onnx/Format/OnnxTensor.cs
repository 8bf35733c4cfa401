using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ModelGen.Onnx.Format;

/// <summary>A named constant. Its elements stay in the file's memory, or in a file of their own, until somebody asks for them.</summary>
internal sealed class OnnxTensor
{
    private const long MostElements = int.MaxValue;
    private const int MostAxes = 64;

    private readonly ReadOnlyMemory<byte> _message;
    private readonly ReadOnlyMemory<byte>? _raw;
    private readonly ExternalData? _external;

    private OnnxTensor(
        string name, OnnxElementType type, long[] shape, ReadOnlyMemory<byte> message, ReadOnlyMemory<byte>? raw, ExternalData? external)
    {
        (Name, Type, Shape, _message, _raw, _external) = (name, type, shape, message, raw, external);
        Count = CountOf(name, shape);
    }

    public string Name { get; }

    public OnnxElementType Type { get; }

    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many elements: the product of the shape.</summary>
    public int Count { get; }

    /// <summary>The same tensor by another name.</summary>
    public OnnxTensor As(string name) => new(name, Type, [.. Shape], _message, _raw, _external);

    /// <summary>Whether <see cref="ToDoubles"/> can give the elements.</summary>
    public bool IsNumeric => SizeOf(Type) > 0;

    public static OnnxTensor Of(string name, ReadOnlySpan<float> values, params long[] shape)
    {
        byte[] raw = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        return Checked(new OnnxTensor(name, OnnxElementType.Float, shape, default, raw, null), values.Length);
    }

    public static OnnxTensor Of(string name, ReadOnlySpan<long> values, params long[] shape)
    {
        byte[] raw = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * sizeof(long)), values[i]);
        return Checked(new OnnxTensor(name, OnnxElementType.Int64, shape, default, raw, null), values.Length);
    }

    /// <summary>Reads what a message says of its tensor.</summary>
    public static OnnxTensor Read(ReadOnlyMemory<byte> message, string? folder)
    {
        string name = "";
        OnnxElementType type = OnnxElementType.Undefined;
        List<long> shape = [];
        ReadOnlyMemory<byte>? raw = null;
        Dictionary<string, string> external = [];
        bool isExternal = false;
        for (WireReader reader = new(message); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: reader.Integers(shape, MostAxes); break;
                case 2: type = (OnnxElementType)Math.Clamp(reader.Integer(), 0, int.MaxValue); break;
                case 3: throw new InvalidDataException("a tensor is stored in segments, which cannot be read.");
                case 8: name = reader.Text(); break;
                case 9: raw = reader.Bytes(); break;
                case 13: Entry(reader.Bytes(), external); break;
                case 14: isExternal = reader.Integer() == 1; break;
                default: reader.Skip(); break;
            }
        }

        return new OnnxTensor(
            name, type, [.. shape], message, raw, isExternal ? ExternalData.Of(name, external, folder) : null);
    }

    /// <summary>The bytes of the elements, little-endian, the last index fastest.</summary>
    /// <exception cref="InvalidDataException">There are more or fewer elements than the shape says.</exception>
    public ReadOnlyMemory<byte> ToBytes()
    {
        int size = SizeOf(Type);
        if (size == 0) throw new InvalidDataException($"the elements of tensor '{Name}' are of type {Type}, which cannot be read.");
        long needed = (long)Count * size;
        if (needed > Array.MaxLength)
            throw new InvalidDataException($"tensor '{Name}' has {needed} bytes; at most {Array.MaxLength} can be read.");
        ReadOnlyMemory<byte> bytes = _external?.Read(needed) ?? _raw ?? Typed(size, needed);
        return bytes.Length == needed
            ? bytes
            : throw new InvalidDataException(
                $"tensor '{Name}' has {bytes.Length} bytes; its shape [{string.Join(", ", Shape)}] of type {Type} needs {needed}.");
    }

    /// <summary>The elements as floats; exact for those that are stored as floats, halves and bfloat16.</summary>
    public float[] ToFloats()
    {
        ReadOnlySpan<byte> bytes = ToBytes().Span;
        if (Type == OnnxElementType.Float && BitConverter.IsLittleEndian) return MemoryMarshal.Cast<byte, float>(bytes).ToArray();
        float[] values = new float[Count];
        int size = SizeOf(Type);
        for (int i = 0; i < values.Length; i++) values[i] = (float)Number(bytes.Slice(i * size, size));
        return values;
    }

    /// <summary>The elements as doubles; exact but for integers beyond 2⁵³.</summary>
    public double[] ToDoubles()
    {
        ReadOnlySpan<byte> bytes = ToBytes().Span;
        double[] values = new double[Count];
        int size = SizeOf(Type);
        for (int i = 0; i < values.Length; i++) values[i] = Number(bytes.Slice(i * size, size));
        return values;
    }

    /// <summary>How many bytes an element has in a file; 0 if it cannot be read.</summary>
    public static int SizeOf(OnnxElementType type) => type switch
    {
        OnnxElementType.UInt8 or OnnxElementType.Int8 or OnnxElementType.Bool => 1,
        OnnxElementType.UInt16 or OnnxElementType.Int16 or OnnxElementType.Float16 or OnnxElementType.BFloat16 => 2,
        OnnxElementType.Float or OnnxElementType.Int32 or OnnxElementType.UInt32 => 4,
        OnnxElementType.Double or OnnxElementType.Int64 or OnnxElementType.UInt64 => 8,
        _ => 0,
    };

    private static OnnxTensor Checked(OnnxTensor tensor, int given) => tensor.Count == given
        ? tensor
        : throw new ArgumentException($"{given} numbers are given; the shape [{string.Join(", ", tensor.Shape)}] needs {tensor.Count}.");

    private double Number(ReadOnlySpan<byte> bytes) => Type switch
    {
        OnnxElementType.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        OnnxElementType.Double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        OnnxElementType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        OnnxElementType.BFloat16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        OnnxElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        OnnxElementType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        OnnxElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        OnnxElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        OnnxElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        OnnxElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        OnnxElementType.Int8 => (sbyte)bytes[0],
        OnnxElementType.Bool => bytes[0] != 0 ? 1 : 0,
        _ => bytes[0],
    };

    /// <summary>Elements that are stored as numbers of the message: floats, doubles, or integers of any length.</summary>
    private byte[] Typed(int size, long needed)
    {
        List<float> floats = [];
        List<double> doubles = [];
        List<long> integers = [];
        for (WireReader reader = new(_message); reader.Next();)
        {
            switch (reader.Field)
            {
                case 4: reader.Singles(floats, Count); break;
                case 5 or 7 or 11: reader.Integers(integers, Count); break;
                case 10: reader.Doubles(doubles, Count); break;
                default: reader.Skip(); break;
            }
        }

        int found = Type switch
        {
            OnnxElementType.Float => floats.Count,
            OnnxElementType.Double => doubles.Count,
            _ => integers.Count,
        };
        if (found != Count)
        {
            throw new InvalidDataException(
                $"tensor '{Name}' has {found} elements; its shape [{string.Join(", ", Shape)}] needs {Count}.");
        }

        byte[] bytes = new byte[needed];
        Span<byte> word = stackalloc byte[sizeof(long)];
        for (int i = 0; i < Count; i++)
        {
            if (Type == OnnxElementType.Float) BinaryPrimitives.WriteSingleLittleEndian(word, floats[i]);
            else if (Type == OnnxElementType.Double) BinaryPrimitives.WriteDoubleLittleEndian(word, doubles[i]);
            else BinaryPrimitives.WriteInt64LittleEndian(word, integers[i]);
            word[..size].CopyTo(bytes.AsSpan(i * size));
        }

        return bytes;
    }

    private static int CountOf(string name, long[] shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            if (size < 0) throw new InvalidDataException($"tensor '{name}' has the shape [{string.Join(", ", shape)}].");
            count = size == 0 || count <= MostElements / size
                ? count * size
                : throw new InvalidDataException($"tensor '{name}' has more than {MostElements} elements: [{string.Join(", ", shape)}].");
        }

        return (int)count;
    }

    private static void Entry(ReadOnlyMemory<byte> bytes, Dictionary<string, string> entries)
    {
        string key = "", value = "";
        for (WireReader reader = new(bytes); reader.Next();)
        {
            switch (reader.Field)
            {
                case 1: key = reader.Text(); break;
                case 2: value = reader.Text(); break;
                default: reader.Skip(); break;
            }
        }

        entries[key] = value;
    }
}
