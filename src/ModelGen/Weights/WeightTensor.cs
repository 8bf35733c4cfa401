using System.Buffers.Binary;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen;

/// <summary>A named tensor of a file: its shape, and its numbers as they are stored.</summary>
public sealed class WeightTensor
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly long _offset;
    private readonly long[] _strides;
    private readonly int _size;

    /// <param name="name">The name.</param>
    /// <param name="type">The element type, as safetensors calls it.</param>
    /// <param name="shape">The sizes of the axes; their product fits in an array.</param>
    /// <param name="bytes">The memory the elements lie in, little-endian; all that the strides reach.</param>
    /// <param name="offset">Where the first element lies, in elements.</param>
    /// <param name="strides">For each axis, the distance between neighbours, in elements; null if they are in standard order.</param>
    internal WeightTensor(string name, string type, int[] shape, ReadOnlyMemory<byte> bytes, long offset = 0, long[]? strides = null)
    {
        Name = name;
        Type = type;
        Shape = Array.AsReadOnly(shape);
        Count = TensorShape.ElementCount(shape);
        _bytes = bytes;
        _offset = offset;
        _size = TensorTypes.BitsPerElement(type)!.Value / 8;
        _strides = strides ?? Adjacent(shape);
    }

    /// <summary>The name in the file, such as <c>conv1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of the elements in the file, as safetensors calls it: <c>F32</c>, <c>F16</c>, <c>BF16</c>, <c>I64</c>.</summary>
    public string Type { get; }

    /// <summary>The sizes of the axes; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements: the product of <see cref="Shape"/>.</summary>
    public int Count { get; }

    /// <summary>The elements as floats, the last index fastest.</summary>
    /// <returns>A new array; doubles and long integers are rounded to the nearest float, truth values are 0 and 1.</returns>
    public float[] ToFloats()
    {
        float[] values = new float[Count];
        CopyTo(values);
        return values;
    }

    /// <summary>Copies the elements as floats, the last index fastest.</summary>
    /// <param name="target">Receives <see cref="Count"/> floats.</param>
    /// <exception cref="ArgumentException">The target has another length.</exception>
    public void CopyTo(Span<float> target)
    {
        if (target.Length != Count)
            throw new ArgumentException($"The target has {target.Length} elements; '{Name}' has {Count}.", nameof(target));
        if (Count == 0)
            return;
        if (_strides.AsSpan().SequenceEqual(Adjacent([.. Shape])))
        {
            Convert(_bytes.Span.Slice(checked((int)(_offset * _size)), Count * _size), target);
            return;
        }

        int[] index = new int[Shape.Count];
        long source = _offset;
        for (int i = 0; i < Count; i++)
        {
            Convert(_bytes.Span.Slice(checked((int)(source * _size)), _size), target.Slice(i, 1));
            for (int axis = Shape.Count - 1; axis >= 0; axis--)
            {
                source += _strides[axis];
                if (++index[axis] < Shape[axis])
                    break;
                source -= Shape[axis] * _strides[axis];
                index[axis] = 0;
            }
        }
    }

    /// <summary>Name, type and shape: <c>conv1.weight F32 [6, 1, 5, 5]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} {Type} {TensorShape.Format(Shape)}";

    /// <summary>Whether <see cref="ToFloats"/> knows a type.</summary>
    internal static bool IsReadable(string type) =>
        type is "F64" or "F32" or "F16" or "BF16" or "I64" or "I32" or "I16" or "I8" or "U64" or "U32" or "U16" or "U8" or "BOOL";

    private void Convert(ReadOnlySpan<byte> source, Span<float> target)
    {
        if (Type is "F64" or "F32" or "F16" or "BF16" or "I64")
        {
            TensorConversion.Convert(Type, source, target);
            return;
        }

        for (int i = 0; i < target.Length; i++)
        {
            ReadOnlySpan<byte> element = source.Slice(i * _size, _size);
            target[i] = Type switch
            {
                "I32" => BinaryPrimitives.ReadInt32LittleEndian(element),
                "I16" => BinaryPrimitives.ReadInt16LittleEndian(element),
                "I8" => (sbyte)element[0],
                "U64" => BinaryPrimitives.ReadUInt64LittleEndian(element),
                "U32" => BinaryPrimitives.ReadUInt32LittleEndian(element),
                "U16" => BinaryPrimitives.ReadUInt16LittleEndian(element),
                "U8" => element[0],
                _ => element[0] != 0 ? 1 : 0,
            };
        }
    }

    private static long[] Adjacent(int[] shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; stride *= shape[axis--])
            strides[axis] = stride;
        return strides;
    }
}
