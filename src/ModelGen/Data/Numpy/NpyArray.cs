using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Data;

/// <summary>
/// An array of NumPy's npy files: of any shape, with truth values, integers, or floats of 2, 4 or 8 bytes. <c>numpy.save</c> and
/// <c>numpy.load</c> write and read the same files.
/// </summary>
/// <example><code>float[] weights = NpyArray.Load("weights.npy").ToFloats();</code></example>
public sealed class NpyArray
{
    private readonly NpyType _type;
    private readonly byte[] _bytes; // In standard order, the last index fastest.

    private NpyArray(string typeName, NpyType type, int[] shape, byte[] bytes)
    {
        TypeName = typeName;
        _type = type;
        Shape = Array.AsReadOnly(shape);
        _bytes = bytes;
    }

    /// <summary>How NumPy calls the type of the elements: <c>&lt;f4</c>, <c>|u1</c>.</summary>
    public string TypeName { get; }

    /// <summary>The sizes of the axes; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements: the product of <see cref="Shape"/>.</summary>
    public int Count => _bytes.Length / _type.Size;

    /// <summary>Whether the elements are floats.</summary>
    public bool IsFloat => _type.IsFloat;

    /// <summary>The elements as they lie in the file, if they are bytes; otherwise empty.</summary>
    internal ReadOnlyMemory<byte> Bytes => _type is { Kind: 'u', Size: 1 } ? _bytes : default;

    /// <summary>The type of the elements as safetensors calls it: <c>F32</c>, <c>I64</c>, <c>BOOL</c>.</summary>
    internal string StandardType =>
        _type.Kind == 'b' ? "BOOL" : char.ToUpperInvariant(_type.Kind) + Numbers.Format(_type.Size * 8);

    /// <summary>The elements with all their bits, little-endian, the last index fastest. The array is not to be changed.</summary>
    internal byte[] ToLittleEndian()
    {
        if (!_type.BigEndian || _type.Size == 1)
            return _bytes;
        byte[] bytes = new byte[_bytes.Length];
        for (int i = 0; i < Count; i++)
        {
            Element(i).CopyTo(bytes.AsSpan(i * _type.Size));
            bytes.AsSpan(i * _type.Size, _type.Size).Reverse();
        }

        return bytes;
    }

    /// <summary>An array of floats.</summary>
    /// <param name="values">The elements, the last index fastest.</param>
    /// <param name="shape">The sizes of the axes; by default one axis.</param>
    /// <returns>The array, a copy.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static NpyArray Of(ReadOnlySpan<float> values, params IReadOnlyList<int> shape) =>
        Create("<f4", values, shape, BinaryPrimitives.WriteSingleLittleEndian);

    /// <summary>An array of whole numbers.</summary>
    /// <param name="values">The elements, the last index fastest.</param>
    /// <param name="shape">The sizes of the axes; by default one axis.</param>
    /// <returns>The array, a copy.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static NpyArray Of(ReadOnlySpan<int> values, params IReadOnlyList<int> shape) =>
        Create("<i4", values, shape, BinaryPrimitives.WriteInt32LittleEndian);

    /// <summary>An array of doubles.</summary>
    /// <param name="values">The elements, the last index fastest.</param>
    /// <param name="shape">The sizes of the axes; by default one axis.</param>
    /// <returns>The array, a copy.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static NpyArray Of(ReadOnlySpan<double> values, params IReadOnlyList<int> shape) =>
        Create("<f8", values, shape, BinaryPrimitives.WriteDoubleLittleEndian);

    /// <summary>An array of bytes.</summary>
    /// <param name="values">The elements, the last index fastest.</param>
    /// <param name="shape">The sizes of the axes; by default one axis.</param>
    /// <returns>The array, a copy.</returns>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static NpyArray Of(ReadOnlySpan<byte> values, params IReadOnlyList<int> shape) =>
        Create("|u1", values, shape, (bytes, value) => bytes[0] = value);

    /// <summary>Reads a file, compressed with gzip or not.</summary>
    /// <param name="path">The file: version 1, 2 or 3, in C or Fortran order.</param>
    /// <returns>The array in standard order, the last index fastest.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, too short or too large, or its elements are no numbers.</exception>
    public static NpyArray Load(string path)
    {
        using Stream stream = DataFile.OpenRead(path);
        return Load(stream, path, stream.CanSeek ? stream.Length : null);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>The elements as floats, the last index fastest.</summary>
    /// <returns>A new array; numbers that a float cannot hold are rounded to the nearest.</returns>
    public float[] ToFloats()
    {
        if (_type is { Kind: 'f', Size: 4, BigEndian: false } && BitConverter.IsLittleEndian)
            return MemoryMarshal.Cast<byte, float>(_bytes).ToArray();
        float[] values = new float[Count];
        for (int i = 0; i < values.Length; i++)
        {
            // Long integers would be rounded twice on the way through a double.
            values[i] = _type switch
            {
                { Kind: 'u', Size: 8 } => _type.ToUnsigned(Element(i)),
                { Kind: 'i', Size: 8 } => _type.ToLong(Element(i)),
                _ => (float)_type.ToDouble(Element(i)),
            };
        }

        return values;
    }

    /// <summary>The elements as doubles, the last index fastest.</summary>
    /// <returns>A new array; integers beyond 2⁵³ are rounded.</returns>
    public double[] ToDoubles()
    {
        double[] values = new double[Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = _type.ToDouble(Element(i));
        return values;
    }

    /// <summary>The elements as whole numbers, the last index fastest.</summary>
    /// <returns>A new array.</returns>
    /// <exception cref="InvalidOperationException">An element is no whole number, or does not fit in 32 bits.</exception>
    public int[] ToInts()
    {
        int[] values = new int[Count];
        for (int i = 0; i < values.Length; i++)
        {
            double value = _type.ToDouble(Element(i));
            values[i] = value == Math.Floor(value) && value is >= int.MinValue and <= int.MaxValue
                ? (int)value
                : throw new InvalidOperationException($"Element {i} is {Numbers.Format(value, "R")}; whole numbers of 32 bits are needed.");
        }

        return values;
    }

    /// <summary>Type and shape: <c>&lt;f4 [3, 4]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{TypeName} {TensorShape.Format(Shape)}";

    /// <summary>Reads from a stream with a known number of bytes from its start, or of unknown length.</summary>
    internal static NpyArray Load(Stream stream, string name, long? length)
    {
        NpyHeader header = NpyHeader.Read(stream, name);
        NpyType type = NpyType.Parse(header.Type, name);
        long elements = header.Shape.Aggregate(1L, (product, size) => Math.Min(product * size, int.MaxValue + 1L));
        if (elements * type.Size > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"'{name}' has the shape {TensorShape.Format(header.Shape)} of {type.Size} bytes each, too much for one array.");
        }

        int needed = (int)elements * type.Size;
        if (length < needed)
        {
            throw new InvalidDataException(
                $"'{name}' has {length} bytes; its shape {TensorShape.Format(header.Shape)} needs {needed} for the elements.");
        }

        byte[] bytes = new byte[needed];
        int read = stream.ReadAtLeast(bytes, needed, throwOnEndOfStream: false);
        if (read < needed)
        {
            throw new InvalidDataException(
                $"'{name}' ends after {read} bytes of elements; its shape {TensorShape.Format(header.Shape)} needs {needed}.");
        }

        return new NpyArray(header.Type, type, header.Shape, header.FortranOrder ? FromFortran(bytes, header.Shape, type.Size) : bytes);
    }

    internal void Save(Stream stream)
    {
        new NpyHeader(TypeName, FortranOrder: false, [.. Shape]).Write(stream);
        stream.Write(_bytes);
    }

    private static NpyArray Create<T>(string type, ReadOnlySpan<T> values, IReadOnlyList<int> shape, WriteElement<T> write)
        where T : unmanaged
    {
        int[] sizes = shape.Count == 0 ? [values.Length] : [.. shape];
        if (Array.Exists(sizes, size => size < 0) || sizes.Aggregate(1L, (product, size) => product * size) != values.Length)
            throw new ArgumentException($"The shape {TensorShape.Format(sizes)} was given for {values.Length} elements.", nameof(shape));
        NpyType parsed = NpyType.Parse(type, "");
        byte[] bytes = new byte[checked(values.Length * parsed.Size)];
        for (int i = 0; i < values.Length; i++)
            write(bytes.AsSpan(i * parsed.Size, parsed.Size), values[i]);
        return new NpyArray(type, parsed, sizes, bytes);
    }

    // In Fortran's order the first index is the fastest.
    private static byte[] FromFortran(byte[] bytes, int[] shape, int size)
    {
        byte[] result = new byte[bytes.Length];
        int[] index = new int[shape.Length], strides = new int[shape.Length];
        for (int axis = 0, stride = size; axis < shape.Length; stride *= shape[axis++])
            strides[axis] = stride;
        for (int target = 0, source = 0; target < result.Length; target += size)
        {
            bytes.AsSpan(source, size).CopyTo(result.AsSpan(target));
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                source -= shape[axis] * strides[axis];
                index[axis] = 0;
            }
        }

        return result;
    }

    private ReadOnlySpan<byte> Element(int index) => _bytes.AsSpan(index * _type.Size, _type.Size);

    private delegate void WriteElement<T>(Span<byte> bytes, T value);
}
