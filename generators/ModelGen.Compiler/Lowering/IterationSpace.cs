using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>A loop over one axis, or over several neighbouring axes that are contiguous in every tensor.</summary>
/// <param name="Axes">The axes, outermost first.</param>
/// <param name="Extent">The number of iterations in all.</param>
/// <param name="IsLane">Whether the last of the axes runs along the vector lanes.</param>
/// <param name="IsCut">Whether it goes one by one along an axis that some tensor has in panels: panel by panel, then within each.</param>
internal sealed record LoopAxis(int[] Axes, Extent Extent, bool IsLane, bool IsCut = false)
{
    /// <summary>The axis whose stride is the loop's.</summary>
    public int Innermost => Axes[Axes.Length - 1];
}

/// <summary>A loop and the value of its variable: <c>Position + Within</c>.</summary>
/// <remarks>
/// Along an axis that some tensor has in panels, <c>Position</c> is a multiple of sixteen and <c>Within</c> less than sixteen.
/// </remarks>
internal sealed record LoopPosition(LoopAxis Axis, Affine Position, Affine? Within = null)
{
    /// <summary>The distance in a tensor with the given stride along the axis.</summary>
    public Affine Distance(int stride, bool inPanels) =>
        Within is null ? Position * stride : (Position * stride) + (Within * (inPanels ? 1 : stride));

    /// <summary>Some positions further on.</summary>
    public LoopPosition Plus(Affine distance) =>
        Within is null ? this with { Position = Position + distance } : this with { Within = Within + distance };

    public Affine Index => Within is null ? Position : Position + Within;
}

/// <summary>The axes a kernel runs over, and the strides of every tensor it touches along them.</summary>
/// <param name="sizes">Axis sizes; <see cref="Shape.Batch"/> for the batch.</param>
/// <param name="laneAxis">The axis in the vector lanes, or -1.</param>
internal sealed class IterationSpace(int[] sizes, int laneAxis)
{
    private readonly List<int[]> _strides = [];
    private readonly HashSet<int> _cut = [];

    /// <summary>Adds a tensor. Its strides are aligned with the axes; they are zero where it lacks the axis or is broadcast.</summary>
    public void Touch(int[] strides) => _strides.Add(strides);

    public void Touch(Schedule.Storage storage, Shape shape)
    {
        Touch(Align(storage.Layout, shape, sizes.Length));
        Cut(storage.Layout, shape);
    }

    /// <summary>Notes an axis that a tensor has in panels, unless it runs along the lanes, where vectors are whole.</summary>
    public void Cut(Layout layout, Shape shape)
    {
        var axis = layout.LaneAxis + sizes.Length - shape.Rank;
        if (layout.InPanels && axis != laneAxis && sizes[axis] != Shape.Batch) _cut.Add(axis);
    }

    /// <summary>Strides of a tensor aligned with a space of more axes at the last one.</summary>
    public static int[] Align(Layout layout, Shape shape, int rank)
    {
        var strides = new int[rank];
        for (var axis = 0; axis < shape.Rank; axis++)
            if (shape[axis] != 1) strides[rank - shape.Rank + axis] = layout.Strides[axis];
        return strides;
    }

    /// <summary>
    /// The loops over the given axes, outermost first. Axes of size one are dropped, and neighbours are merged where they are
    /// contiguous in every tensor.
    /// </summary>
    /// <param name="axes">The axes in order.</param>
    /// <param name="mergeLane">Whether the lane axis may merge with the axis around it, running over the padding of rows.</param>
    /// <param name="mayMerge">False where a kernel needs the position along each axis.</param>
    public IReadOnlyList<LoopAxis> Loops(IEnumerable<int> axes, bool mergeLane, bool mayMerge = true)
    {
        var loops = new List<LoopAxis>();
        foreach (var axis in axes.Where(a => sizes[a] != 1).Reverse())
        {
            var isLane = axis == laneAxis;
            var inner = loops.Count > 0 ? loops[0] : null;
            if (mayMerge && inner is not null && (!inner.IsLane || mergeLane) && CanMerge(axis, inner))
            {
                var extent = inner.IsLane && inner.Axes.Length == 1
                    ? Extent.Of(Layout.RoundUp(inner.Extent.Count))
                    : inner.Extent;
                loops[0] = new LoopAxis([axis, .. inner.Axes], Extent.Of(sizes[axis]) * extent, inner.IsLane);
            }
            else
            {
                loops.Insert(0, new LoopAxis([axis], Extent.Of(sizes[axis]), isLane, _cut.Contains(axis)));
            }
        }

        return loops;
    }

    private bool CanMerge(int axis, LoopAxis inner)
    {
        var innermost = inner.Innermost;
        // Samples in the lanes are in blocks. Their stride is that from block to block.
        if (axis == laneAxis || inner.Extent.PerSample || inner.IsCut || _cut.Contains(axis)) return false;
        var count = inner.IsLane && inner.Axes.Length == 1 ? Layout.RoundUp(inner.Extent.Count) : inner.Extent.Count;
        return _strides.All(s => s[axis] == s[innermost] * count);
    }
}
