using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>A tensor as a view of another node's memory.</summary>
/// <param name="Root">The node that has the memory.</param>
/// <param name="Layout">The distances between the tensor's neighbours there.</param>
/// <param name="Start">The offset of its first element from that of the root, in floats.</param>
/// <param name="IsWhole">Whether it is all of the memory in the memory's own layout: at most the shape differs.</param>
internal sealed record View(Node Root, Layout Layout, int Start, bool IsWhole)
{
    /// <summary>How far it moves from one iteration of a loop to the next, in floats.</summary>
    public int PerStep { get; init; }

    /// <summary>A node that has memory of its own.</summary>
    public static View Of(Node root) => new(root, Memory.LayoutOf(root), 0, IsWhole: true);

    /// <summary>Whether an operation only selects or reorders elements of its input.</summary>
    public static bool IsView(Op op) => op.Role == OpRole.Alias || op is SliceOp or PermuteOp { InPanels: false };

    /// <summary>The result of an operation on this tensor as another view of the same memory; null if it must be a copy.</summary>
    /// <remarks>
    /// Every kernel must be able to read a view as well as a copy: its lanes must be adjacent floats, except of one number a sample,
    /// which kernels read one by one, or gather where samples are along the lanes. With samples in the lanes, all
    /// views that keep the samples are possible. With features there, the last axis must stay the last. Vectors past the end of a row
    /// may read what follows, so a range of the last axis may begin anywhere if there is room behind the memory; else at a whole vector.
    /// </remarks>
    public View? Through(Node node) => node.Op switch
    {
        ReshapeOp => Reshaped(node.Inputs[0].Shape, node.Shape),
        StepOp { Loop: var loop } => IsMovable && node.Shape.SampleElements > 1
            ? Readable(Step(loop.First, loop.Direction, node.Inputs[0].Shape), node.Shape, movesFirst: false)
            : null,
        SliceOp op when IsMovable => Readable(With(node.Inputs[0].Shape, (s, axis) => axis == op.Axis ? s * op.Step : s) with
        {
            Start = Start + (op.Start * StrideOf(op.Axis, node.Inputs[0].Shape)),
        }, node.Shape, op.Axis == 0),
        SliceOp op when IsInPanels => Panels(op, node),
        PermuteOp { InPanels: false } op when IsMovable => Readable(Permuted(op), node.Shape, op.Order[0] != 0),
        SliceOp or PermuteOp => null,
        { Role: OpRole.Alias } => this,
        _ => null,
    };

    /// <summary>The box of this memory in which a part of an assembled tensor lies; null if its kernel could not write there.</summary>
    public View? Box(Part part, Shape whole)
    {
        var shape = part.Node.Shape;
        if (part.IsOneStep)
        {
            var step = Step(part.Start, part.Step, whole);
            return IsInSamples || (step.Layout.LaneAxis > 0 && Layout.Padded(shape).LaneAxis == step.Layout.LaneAxis) ? step : null;
        }

        var start = Start + (part.Start * StrideOf(part.Axis, whole));
        var box = With(shape, (s, axis) => axis == part.Axis ? s * part.Step : s) with { Start = start };
        if (IsInSamples) return part.Axis == 0 ? null : box;
        // A kernel writes whole vectors. Behind the end of a row there must be nothing that another kernel has written.
        var lane = Layout.LaneAxis;
        if (lane < 0 || shape[lane] == 1 || Layout.Padded(shape).LaneAxis != lane || (shape.IsBatched && part.Axis == 0)) return null;
        var isAligned = !Layout.InPanels && part.Step == 1 && part.Start % Layout.Lanes == 0 && part.IsWholeVectors;
        return part.Axis != lane || isAligned ? box : null;
    }

    /// <summary>One position of the time axis, which moves by some positions from one iteration to the next.</summary>
    private View Step(int first, int direction, Shape whole)
    {
        var stride = StrideOf(ScanOp.TimeAxis, whole);
        return this with
        {
            IsWhole = false,
            Layout = Layout with
            {
                Strides = Layout.Strides.Where((_, axis) => axis != ScanOp.TimeAxis).ToEquatableArray(),
                LaneAxis = Layout.LaneAxis > ScanOp.TimeAxis ? Layout.LaneAxis - 1 : Layout.LaneAxis,
            },
            Start = Start + (first * stride),
            PerStep = PerStep + (direction * stride),
        };
    }

    private bool IsInSamples => Layout.InPanels && Root.Shape.IsBatched;

    /// <summary>Whether it is a matrix in panels.</summary>
    private bool IsInPanels => Layout.InPanels && !IsInSamples;

    /// <summary>A range of a matrix in panels: whole panels, or rows of all of them.</summary>
    private View? Panels(SliceOp op, Node node)
    {
        var lane = Layout.LaneAxis;
        var isWhole = op.Axis != lane || (op.Start % Layout.Lanes == 0 && op.Step == 1);
        if (!isWhole || Layout.Padded(node.Shape).LaneAxis != lane) return null;
        return With(node.Inputs[0].Shape, (s, axis) => axis == op.Axis ? s * op.Step : s) with
        {
            Start = Start + (op.Start * StrideOf(op.Axis, node.Inputs[0].Shape)),
        };
    }

    /// <summary>Whether it can be read with other strides than its own.</summary>
    /// <remarks>Constants are addressed by name, and panels as a whole.</remarks>
    private bool IsMovable => IsInSamples
        || (!Layout.InPanels && Root.Op is not (TableOp or LeafOp { Kind: LeafKind.Flat or LeafKind.Scalar }));

    /// <summary>Whether a vector that begins in the last row may end behind the memory.</summary>
    /// <remarks>
    /// So it is in scratch memory: see <see cref="BufferLengths"/>. Of a caller's memory, vectors are read from a copy there.
    /// </remarks>
    private bool HasRoom => Root.Shape.IsBatched;

    private int StrideOf(int axis, Shape shape) => shape[axis] == 1 ? 0 : Layout.Strides[axis];

    private View With(Shape shape, Func<int, int, int> stride) => this with
    {
        IsWhole = false,
        Layout = Layout with
        {
            Strides = Layout.Strides.Select((s, axis) => shape[axis] == 1 && axis > 0 ? 0 : stride(s, axis)).ToEquatableArray(),
        },
    };

    private View Permuted(PermuteOp op) => this with
    {
        IsWhole = false,
        Layout = Layout with
        {
            Strides = op.Order.Select(axis => Layout.Strides[axis]).ToEquatableArray(),
            LaneAxis = op.Order.ToList().IndexOf(Layout.LaneAxis),
        },
    };

    private View? Readable(View view, Shape shape, bool movesFirst)
    {
        if (shape.IsBatched && movesFirst) return null;
        if (IsInSamples) return view;
        var lane = Layout.Padded(shape).LaneAxis;
        // One number a sample: whoever wants a vector of them gathers it.
        if (lane < 0 || shape[lane] == Shape.Batch) return view with { Layout = view.Layout with { LaneAxis = -1 } };
        var isAdjacent = view.Layout.Strides[lane] == 1 && (HasRoom || view.Start % Layout.Lanes == 0);
        return isAdjacent ? view with { Layout = view.Layout with { LaneAxis = lane } } : null;
    }

    private View? Reshaped(Shape from, Shape to)
    {
        if (IsWhole && Memory.CanBeSeenAs(Root, from, to)) return this with { Layout = Memory.LayoutOf(Root, to) };
        var isRowByRow = Memory.IsPacked(Root) || Layout.SameMemory(from, to);
        if (!IsInSamples && (IsWhole || Layout.InPanels || !isRowByRow)) return null;
        var strides = new int[to.Rank];
        foreach (var (before, after) in ReshapeOp.Runs(from, to))
        {
            var axes = before.Where(axis => from[axis] != 1).ToArray();
            // Axes that are divided or merged must be contiguous.
            for (var i = 1; i < axes.Length; i++)
                if (Layout.Strides[axes[i - 1]] != Layout.Strides[axes[i]] * from[axes[i]]) return null;
            if (axes.Length == 0) continue;
            var step = Layout.Strides[axes[axes.Length - 1]];
            foreach (var axis in after.Reverse().Where(axis => to[axis] != 1))
            {
                strides[axis] = step;
                if (to[axis] != Shape.Batch) step *= to[axis];
            }
        }

        var lane = IsInSamples ? 0 : Layout.Padded(to).LaneAxis;
        var isColumn = !IsInSamples && lane >= 0 && to[lane] == Shape.Batch;
        return this with
        {
            IsWhole = false,
            Layout = Layout with { Strides = strides.ToEquatableArray(), LaneAxis = isColumn ? -1 : lane },
        };
    }
}
