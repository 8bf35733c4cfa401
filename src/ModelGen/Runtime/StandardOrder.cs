using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>
/// Walks the elements of a strided tensor in standard (row-major) order and gives the place of each in the flat buffer.
/// </summary>
internal struct StandardOrder
{
    private readonly int[] _shape;
    private readonly int[] _strides;
    private readonly int[] _indices;
    private readonly int _panelAxis;
    private int _remaining;
    private bool _started;

    public StandardOrder(int[] shape, int offset, int[] strides, int panelAxis)
    {
        _shape = shape;
        _strides = strides;
        _panelAxis = panelAxis;
        _indices = shape.Length == 0 ? [] : new int[shape.Length];
        _remaining = TensorShape.ElementCount(shape);
        Current = offset;
    }

    public int Current { get; private set; }

    public readonly StandardOrder GetEnumerator() => this;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (_remaining-- <= 0)
            return false;
        if (_started)
            Advance();
        _started = true;
        return true;
    }

    private void Advance()
    {
        for (int axis = _indices.Length - 1; axis >= 0; axis--)
        {
            bool inPanels = axis == _panelAxis;
            int before = TensorShape.Distance(_indices[axis], _strides[axis], inPanels);
            _indices[axis] = _indices[axis] + 1 == _shape[axis] ? 0 : _indices[axis] + 1;
            Current += TensorShape.Distance(_indices[axis], _strides[axis], inPanels) - before;
            if (_indices[axis] > 0)
                return;
        }
    }
}
