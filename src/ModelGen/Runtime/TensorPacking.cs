using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>
/// Copies a tensor from its standard order (row-major) to where its elements lie in a model's flat buffer, sixteen neighbours of a panel at
/// a time: so each line of the buffer is written once, from sixteen places that are read in order.
/// </summary>
/// <remarks>
/// Weights are moved when a program starts, so the loops are optimised at once. Models that only predict carry this file in their own
/// assembly.
/// </remarks>
internal readonly ref struct TensorPacking
{
    /// <summary>How many neighbours are adjacent along an axis that is cut into panels.</summary>
    public const int PanelWidth = 16;

    private readonly ref float _source;
    private readonly ref float _memory;
    private readonly ReadOnlySpan<int> _shape, _strides;
    private readonly int _panelAxis;

    private TensorPacking(ref float source, ref float memory, ReadOnlySpan<int> shape, ReadOnlySpan<int> strides, int panelAxis)
    {
        _source = ref source;
        _memory = ref memory;
        _shape = shape;
        _strides = strides;
        _panelAxis = panelAxis;
    }

    /// <summary>Copies all elements.</summary>
    /// <param name="source">The elements in standard order: as many as the shape says.</param>
    /// <param name="memory">The flat buffer from the tensor's first element on; it reaches at least to its last one.</param>
    /// <param name="shape">The standard shape; empty for a single number.</param>
    /// <param name="strides">For each axis, the distance between neighbours, or between panels / 16, in the buffer.</param>
    /// <param name="panelAxis">The axis that is cut into panels, or -1.</param>
    public static void Pack(
        ReadOnlySpan<float> source, Span<float> memory, ReadOnlySpan<int> shape, ReadOnlySpan<int> strides, int panelAxis)
    {
        if (source.IsEmpty) return;
        (long count, long last) = (1, 0);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            long index = shape[axis] - 1L;
            count *= shape[axis];
            last += axis == panelAxis
                ? (index / PanelWidth * PanelWidth * strides[axis]) + Math.Min(index, PanelWidth - 1)
                : index * strides[axis];
        }

        if (count != source.Length || last >= memory.Length)
            throw new ArgumentException(
                $"A tensor of {count} elements that reaches to {last} does not fit {source.Length} of {memory.Length}.");
        new TensorPacking(
            ref MemoryMarshal.GetReference(source), ref MemoryMarshal.GetReference(memory), shape, strides, panelAxis)
            .Walk(0, 0, 0, 1, 0);
    }

    /// <summary>Copies what lies below an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="from">Where it begins in the source.</param>
    /// <param name="to">Where it begins in memory.</param>
    /// <param name="lanes">Neighbours to copy at a time.</param>
    /// <param name="laneStep">Their distance in the source.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk(int axis, nint from, nint to, int lanes, nint laneStep)
    {
        if (axis == _shape.Length)
        {
            Copy(from, to, 1, 0, 0, lanes, laneStep);
            return;
        }

        nint step = 1;
        for (int inner = axis + 1; inner < _shape.Length; inner++) step *= _shape[inner];
        if (axis == _panelAxis)
        {
            for (int first = 0; first < _shape[axis]; first += PanelWidth)
                Walk(
                    axis + 1, from + (first * step), to + ((nint)first * _strides[axis]), Math.Min(PanelWidth, _shape[axis] - first), step);
        }
        else if (axis == _shape.Length - 1)
        {
            Copy(from, to, _shape[axis], step, _strides[axis], lanes, laneStep);
        }
        else
        {
            for (nint i = 0; i < _shape[axis]; i++) Walk(axis + 1, from + (i * step), to + (i * _strides[axis]), lanes, laneStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Copy(nint from, nint to, int count, nint fromStep, nint toStep, int lanes, nint laneStep)
    {
        ref float source = ref Unsafe.Add(ref _source, from);
        ref float memory = ref Unsafe.Add(ref _memory, to);
        if (lanes == 1 && (toStep == 1 || count == 1))
        {
            MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(MemoryMarshal.CreateSpan(ref memory, count));
            return;
        }

        for (nint i = 0; i < count; i++)
        {
            ref float read = ref Unsafe.Add(ref source, i * fromStep);
            ref float write = ref Unsafe.Add(ref memory, i * toStep);
            for (nint lane = 0; lane < lanes; lane++) Unsafe.Add(ref write, lane) = Unsafe.Add(ref read, lane * laneStep);
        }
    }
}
