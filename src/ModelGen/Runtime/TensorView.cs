using System.Collections;

namespace ModelGen.Runtime;

/// <summary>
/// A live window on the elements of one tensor inside a flat buffer, in the standard order (row-major, the last index
/// fastest) whatever the layout in memory. Reads see what the model holds now; writes change the model.
/// </summary>
/// <example><code>model.Parameters["dense1.weight"].Value[3, 7] = 0.5f;</code></example>
public sealed class TensorView : IReadOnlyList<float>
{
    private readonly AlignedBuffer _buffer;
    private readonly int _offset;
    private readonly int[] _shape;
    private readonly int[] _strides;
    private readonly int _panelAxis;
    private readonly bool _contiguous;
    private readonly int _rowAxis;
    private readonly TensorRow _row;

    /// <summary>Makes a window on part of a buffer; nothing is copied.</summary>
    /// <param name="buffer">The flat buffer.</param>
    /// <param name="shape">The standard shape; empty for a single number.</param>
    /// <param name="offset">Where the element with all indices 0 lies.</param>
    /// <param name="strides">For each axis, the distance between neighbours, in floats.</param>
    /// <param name="panelAxis">The axis that is cut into panels of sixteen (see <see cref="ParameterDescriptor"/>), or -1.</param>
    /// <exception cref="ArgumentException">The numbers do not fit each other, or reach beyond the buffer.</exception>
    public TensorView(AlignedBuffer buffer, IReadOnlyList<int> shape, int offset, IReadOnlyList<int> strides, int panelAxis = -1)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(strides);
        _buffer = buffer;
        _offset = offset;
        _shape = [.. shape];
        _strides = [.. strides];
        _panelAxis = panelAxis;
        TensorShape.Validate(_shape, offset, _strides, panelAxis);
        long end = TensorShape.End(_shape, offset, _strides, panelAxis);
        if (end > buffer.Length)
        {
            throw new ArgumentException(
                $"The buffer has {buffer.Length} elements; a tensor {TensorShape.Format(_shape)} at offset {offset} with "
                + $"strides {TensorShape.Format(_strides)} needs {end}.", nameof(buffer));
        }

        Length = TensorShape.ElementCount(_shape);
        Shape = Array.AsReadOnly(_shape);
        _contiguous = TensorShape.IsContiguous(_shape, _strides, panelAxis);
        _rowAxis = _shape.Length - 1;
        while (_rowAxis >= 0 && _shape[_rowAxis] == 1) _rowAxis--;
        _row = _rowAxis < 0 ? new TensorRow(1, 1, false) : new TensorRow(_shape[_rowAxis], _strides[_rowAxis], _rowAxis == panelAxis);
    }

    /// <summary>How many elements: the product of <see cref="Shape"/>.</summary>
    public int Length { get; }

    /// <summary>The same as <see cref="Length"/>.</summary>
    public int Count => Length;

    /// <summary>The standard shape; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>One element by its position in standard order.</summary>
    /// <param name="flat">From 0 up to <see cref="Length"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is outside that range.</exception>
    public float this[int flat]
    {
        get => _buffer.Span[OffsetOf(flat)];
        set => _buffer.Span[OffsetOf(flat)] = value;
    }

    /// <summary>One element by its indices, one per axis of <see cref="Shape"/>.</summary>
    /// <param name="indices">From 0 up to the size of the axis − 1.</param>
    /// <exception cref="ArgumentException">The number of indices is not the number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public float this[params ReadOnlySpan<int> indices]
    {
        get => _buffer.Span[OffsetOf(indices)];
        set => _buffer.Span[OffsetOf(indices)] = value;
    }

    /// <summary>Copies all elements into a new array, in standard order.</summary>
    /// <returns>An array of <see cref="Length"/> floats.</returns>
    public float[] ToArray()
    {
        float[] copy = new float[Length];
        CopyTo(copy);
        return copy;
    }

    /// <summary>Copies all elements, in standard order, to the start of a span.</summary>
    /// <param name="destination">At least <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException(
                $"The destination has {destination.Length} elements; {Length} are needed for {TensorShape.Format(_shape)}.",
                nameof(destination));
        }

        ReadOnlySpan<float> source = _buffer.Span;
        if (_contiguous)
        {
            Elements(source).CopyTo(destination);
            return;
        }

        foreach (int offset in Rows())
        {
            _row.CopyTo(source[offset..], destination[.._row.Length]);
            destination = destination[_row.Length..];
        }
    }

    /// <summary>Overwrites all elements, in standard order.</summary>
    /// <param name="source">Exactly <see cref="Length"/> floats.</param>
    /// <exception cref="ArgumentException"><paramref name="source"/> has another length; nothing is changed.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        if (source.Length != Length)
        {
            throw new ArgumentException(
                $"The source has {source.Length} elements; {Length} are needed for {TensorShape.Format(_shape)}.",
                nameof(source));
        }

        Span<float> destination = _buffer.Span;
        if (_contiguous)
        {
            source.CopyTo(destination.Slice(Length == 0 ? 0 : _offset, Length));
            return;
        }

        foreach (int offset in Rows())
        {
            _row.CopyFrom(source[.._row.Length], destination[offset..]);
            source = source[_row.Length..];
        }
    }

    /// <summary>Gives every element the same value.</summary>
    /// <param name="value">The value.</param>
    public void Fill(float value)
    {
        Span<float> destination = _buffer.Span;
        foreach (int offset in Rows())
            _row.Fill(destination[offset..], value);
    }

    /// <summary>Walks the elements in standard order.</summary>
    /// <returns>An enumerator over <see cref="Length"/> floats.</returns>
    public IEnumerator<float> GetEnumerator()
    {
        foreach (int offset in InOrder())
            yield return _buffer.Span[offset];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private StandardOrder InOrder() => new(_shape, _offset, _strides, _panelAxis);

    // Where the rows begin, in standard order. Behind the axis of the rows, all axes have one element.
    private StandardOrder Rows()
    {
        if (Length == 0)
            return InOrder();
        int leading = Math.Max(0, _rowAxis);
        return new StandardOrder(_shape[..leading], _offset, _strides[..leading], _panelAxis < leading ? _panelAxis : -1);
    }

    private ReadOnlySpan<float> Elements(ReadOnlySpan<float> buffer) => buffer.Slice(Length == 0 ? 0 : _offset, Length);

    private int OffsetOf(int flat)
    {
        if ((uint)flat >= (uint)Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(flat), flat, $"The position must be at least 0 and less than {Length}, the number of elements of {TensorShape.Format(_shape)}.");
        }

        if (_contiguous)
            return _offset + flat;
        int offset = _offset;
        for (int axis = _shape.Length - 1; axis >= 0; axis--)
        {
            (flat, int index) = Math.DivRem(flat, _shape[axis]);
            offset += TensorShape.Distance(index, _strides[axis], axis == _panelAxis);
        }

        return offset;
    }

    private int OffsetOf(ReadOnlySpan<int> indices)
    {
        if (indices.Length != _shape.Length)
        {
            throw new ArgumentException(
                $"{indices.Length} indices were given; the shape {TensorShape.Format(_shape)} needs {_shape.Length}.", nameof(indices));
        }

        int offset = _offset;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((uint)indices[axis] >= (uint)_shape[axis])
            {
                throw new ArgumentOutOfRangeException(
                    nameof(indices), indices[axis], $"Index {axis} must be at least 0 and less than {_shape[axis]}: the shape is {TensorShape.Format(_shape)}.");
            }

            offset += TensorShape.Distance(indices[axis], _strides[axis], axis == _panelAxis);
        }

        return offset;
    }
}
