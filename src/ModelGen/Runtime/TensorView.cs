using System.Collections;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>
/// A live window on the elements of one tensor inside a flat buffer, in the standard order (row-major, the last index
/// fastest) whatever the layout in memory. Reads see what the model holds now; writes change the model.
/// </summary>
/// <remarks>An element costs what memory costs, and nothing is allocated: by position, by indices, or one after the other.</remarks>
/// <example><code>
/// model.Parameters["dense1.weight"].Value[3, 7] = 0.5f;
/// foreach (ref float value in model.Parameters["dense1.weight"].Gradient) value *= 0.1f;
/// </code></example>
public sealed class TensorView : IReadOnlyList<float>
{
    private readonly AlignedBuffer _buffer;
    private readonly int _offset;
    private readonly int[] _shape;
    private readonly int[] _strides;
    private readonly int _panelAxis;
    private readonly bool _contiguous;
    private readonly TensorRow _row;
    private readonly TensorAxis[] _axes;
    private MemoryRuns[]? _runs;

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
        _axes = TensorAxis.Of(_shape, _strides, panelAxis);
        _row = _axes is [.., TensorAxis last] ? new TensorRow(last.Size, last.Stride, last.InPanels) : new TensorRow(1, 1, false);
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
    public ref float this[int flat]
    {
        get
        {
            if ((uint)flat >= (uint)Length) ThrowPosition(flat);
            return ref At(OffsetOf(flat));
        }
    }

    float IReadOnlyList<float>.this[int index] => this[index];

    /// <summary>One element by its indices, one per axis of <see cref="Shape"/>.</summary>
    /// <param name="indices">From 0 up to the size of the axis − 1.</param>
    /// <exception cref="ArgumentException">The number of indices is not the number of axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public ref float this[params ReadOnlySpan<int> indices] => ref At(OffsetOf(indices));

    /// <summary>One element of a table by its row and its column.</summary>
    /// <param name="row">From 0 up to the size of the first axis − 1.</param>
    /// <param name="column">From 0 up to the size of the second axis − 1.</param>
    /// <exception cref="ArgumentException">There are not two axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public ref float this[int row, int column]
    {
        get
        {
            if (_shape.Length != 2 || (uint)row >= (uint)_shape[0] || (uint)column >= (uint)_shape[1])
                return ref At(OffsetOf([row, column]));
            return ref At(
                _offset
                    + TensorShape.Distance(row, _strides[0], _panelAxis == 0)
                    + TensorShape.Distance(column, _strides[1], _panelAxis == 1));
        }
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

        for (int flat = 0; flat < Length; flat += _row.Length)
            _row.CopyTo(source[OffsetOf(flat)..], destination.Slice(flat, _row.Length));
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

        if (Length > 0) TensorPacking.Pack(source, destination[_offset..], _shape, _strides, _panelAxis);
    }

    /// <summary>Gives every element the same value.</summary>
    /// <param name="value">The value.</param>
    public void Fill(float value)
    {
        Span<float> destination = _buffer.Span;
        for (int flat = 0; flat < Length; flat += _row.Length)
            _row.Fill(destination[OffsetOf(flat)..], value);
    }

    /// <summary>Walks the elements in standard order; each can be changed.</summary>
    /// <returns>An enumerator over <see cref="Length"/> floats.</returns>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<float> IEnumerable<float>.GetEnumerator()
    {
        for (int flat = 0; flat < Length; flat++)
            yield return this[flat];
    }

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<float>)this).GetEnumerator();

    /// <summary>Does something to all elements, in the order of memory.</summary>
    internal void ForEach<TAction>(ref TAction action)
        where TAction : struct, IRunAction, allows ref struct
    {
        if (Length == 0)
            return;
        foreach (MemoryRuns runs in _runs ??= MemoryRuns.Of(_shape, _offset, _strides, _panelAxis))
            runs.ForEach(_buffer.Span, ref action);
    }

    /// <summary>Numbers of this shape, sorted as <see cref="ForEach"/> visits the elements.</summary>
    /// <param name="standard">In the standard order.</param>
    internal float[] InOrderOfMemory(ReadOnlySpan<float> standard)
    {
        if (Length == 0) return [];
        AlignedBuffer buffer = new((int)TensorShape.End(_shape, 0, _strides, _panelAxis));
        TensorView view = new(buffer, _shape, 0, _strides, _panelAxis);
        view.CopyFrom(standard);
        float[] sorted = new float[Length];
        Gathering gathering = new(sorted);
        view.ForEach(ref gathering);
        return sorted;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float At(int offset) => ref Unsafe.Add(ref _buffer.Reference, offset);

    private ReadOnlySpan<float> Elements(ReadOnlySpan<float> buffer) => buffer.Slice(Length == 0 ? 0 : _offset, Length);

    // The position is one of the tensor's.
    private int OffsetOf(int flat)
    {
        if (_contiguous)
            return _offset + flat;
        TensorAxis[] axes = _axes;
        int offset = _offset;
        uint rest = (uint)flat;
        for (int i = axes.Length - 1; i > 0; i--)
        {
            uint quotient = axes[i].Divide(rest);
            offset += axes[i].Distance((int)(rest - (quotient * (uint)axes[i].Size)));
            rest = quotient;
        }

        return axes.Length == 0 ? offset : offset + axes[0].Distance((int)rest);
    }

    private void ThrowPosition(int flat) =>
        throw new ArgumentOutOfRangeException(
            nameof(flat),
            flat,
            $"The position must be at least 0 and less than {Length}, the number of elements of {TensorShape.Format(_shape)}.");

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
                    nameof(indices),
                    indices[axis],
                    $"Index {axis} must be at least 0 and less than {_shape[axis]}: the shape is {TensorShape.Format(_shape)}.");
            }

            offset += TensorShape.Distance(indices[axis], _strides[axis], axis == _panelAxis);
        }

        return offset;
    }

    /// <summary>Walks the elements of a view in standard order: in memory, run by run.</summary>
    public ref struct Enumerator
    {
        private readonly TensorView _view;
        private ref float _current;
        private int _left;
        private int _step;
        private int _next;

        internal Enumerator(TensorView view) => _view = view;

        /// <summary>The element.</summary>
        public readonly ref float Current => ref _current;

        /// <summary>Goes to the next element.</summary>
        /// <returns>False behind the last one.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_left == 0) return BeginRun();
            _left--;
            _current = ref Unsafe.Add(ref _current, _step);
            return true;
        }

        private bool BeginRun()
        {
            if (_next == _view.Length) return false;
            TensorRow row = _view._row;
            int inRow = _next % row.Length, length = row.Length - inRow;
            (length, _step) = _view._contiguous ? (_view.Length, 1)
                : row.InPanels ? (Math.Min(TensorShape.PanelWidth, length), 1)
                : (length, row.Stride);
            _current = ref _view.At(_view.OffsetOf(_next));
            _next += length;
            _left = length - 1;
            return true;
        }
    }
}
