using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>The loops of a contraction, one for each letter, and the strides of its operands and results along them.</summary>
internal sealed class ContractSpace
{
    private readonly IterationSpace _space;
    private readonly HashSet<int> _cut = [];
    private readonly ImplicitPadding[] _paddings;

    public ContractSpace(GroupLowering lowering, Node anchor)
    {
        Lowering = lowering;
        Anchor = anchor;
        Op = (ContractOp)anchor.Op;
        Plan = ContractPlan.Choose(anchor) ?? throw new CompilerException($"{anchor} has an operand no vector can read.");
        Letters = Op.Result + Op.Summed;
        var inputs = anchor.Inputs.Select(i => i.Shape).ToArray();
        var sizes = Op.Sizes(inputs);
        LaneAxis = Letters.IndexOf(Plan.Lane);
        LaneSize = LaneAxis < 0 ? 1 : sizes[Plan.Lane];
        InSamples = anchor.Lanes == Lanes.Samples && LaneSize == Shape.Batch;
        Left = OperandOf(Op.Left, anchor.Inputs[0], Plan.LeftIsVector);
        Right = OperandOf(Op.Right, anchor.Inputs[1], Plan.RightIsVector);

        _paddings = [.. ImplicitPadding.Of(Op, Op.Left, inputs[0], sizes), .. ImplicitPadding.Of(Op, Op.Right, inputs[1], sizes)];
        _space = new IterationSpace(Letters.Select(l => sizes[l]).ToArray(), LaneAxis);
        Touch(Left.Strides, Left.PanelAxis);
        Touch(Right.Strides, Right.PanelAxis);
        foreach (var node in lowering.ExternalInputs(lowering.Epilogue).Concat(Stored)) Touch(StridesOf(node), PanelAxisOf(node));
        var axes = Enumerable.Range(0, Letters.Length).Where(axis => axis >= Op.Result.Length || axis != LaneAxis).ToArray();
        Results = Loops(axes.Where(axis => axis < Op.Result.Length), !lowering.NeedsPositions(lowering.Epilogue));
        Summed = Loops(axes.Where(axis => axis >= Op.Result.Length), mayMerge: true);
    }

    public GroupLowering Lowering { get; }

    public Node Anchor { get; }

    public ContractOp Op { get; }

    public ContractPlan Plan { get; }

    /// <summary>The letters of the result, followed by those summed over.</summary>
    public string Letters { get; }

    /// <summary>The letter in the lanes, or -1.</summary>
    public int LaneAxis { get; }

    public int LaneSize { get; }

    /// <summary>Whether samples lie in the lanes.</summary>
    public bool InSamples { get; }

    /// <summary>Whether the lanes are themselves added up.</summary>
    public bool SumsOverLanes => ContractPlan.SumsOverSamples(Anchor);

    public OperandView Left { get; }

    public OperandView Right { get; }

    /// <summary>Loops over the result, without its lanes.</summary>
    public IReadOnlyList<LoopAxis> Results { get; }

    /// <summary>Loops over what is summed.</summary>
    public IReadOnlyList<LoopAxis> Summed { get; }

    /// <summary>The nodes of the kernel that have memory.</summary>
    public IEnumerable<Node> Stored => Lowering.Stored([Anchor, .. Lowering.Epilogue]);

    /// <summary>Whether some tensor has the axis in panels. Then the loop runs panel by panel.</summary>
    public bool IsCut(LoopAxis? loop) => loop is not null && _cut.Contains(loop.Innermost);

    /// <summary>The implicit padding of the window that a loop over the result moves, or null.</summary>
    public ImplicitPadding? PaddingOf(LoopAxis? loop) =>
        loop is null ? null : _paddings.FirstOrDefault(padding => padding.Free == Letters[loop.Innermost]);

    /// <summary>The implicit padding of the window whose taps a loop over the sum visits, or null.</summary>
    public ImplicitPadding? PaddingOver(LoopAxis loop) =>
        _paddings.FirstOrDefault(padding => padding.Summed == Letters[loop.Innermost]);

    /// <summary>Whether a loop over the result visits the taps of a window that slides along an operand with the sum.</summary>
    public bool IsTap(LoopAxis loop) =>
        Op.Left.Axes.Concat(Op.Right.Axes).Any(axis => axis.Terms.Count > 1 && axis.Terms.Any(t => t.Letter == Letters[loop.Innermost]));

    /// <summary>False if a product is known to read outside of an operand, where its factor is zero.</summary>
    public bool Counts(IReadOnlyList<LoopPosition> point) =>
        _paddings.All(padding =>
            !(
                PositionOf(padding.Free, point) is { IsConstant: true } free
                && PositionOf(padding.Summed, point) is { IsConstant: true } summed) || padding.Counts(free.Constant, summed.Constant));

    /// <summary>The value of a letter at a point; zero if no loop has it.</summary>
    public Affine PositionOf(char letter, IReadOnlyList<LoopPosition> point) =>
        point.FirstOrDefault(p => Letters[p.Axis.Innermost] == letter)?.Position ?? Affine.Zero;

    /// <summary>The index of a point's element in a tensor of the kernel.</summary>
    public Affine IndexOf(Node node, IReadOnlyList<LoopPosition> point) => IndexAt(point, StridesOf(node), PanelAxisOf(node));

    /// <summary>The index of an operand's element at a point.</summary>
    public Affine IndexOf(OperandView operand, IReadOnlyList<LoopPosition> point) =>
        IndexAt(point, operand.Strides, operand.PanelAxis) + operand.Start;

    /// <summary>An operand's element, or vector of them, at a point.</summary>
    public VectorExpression Read(OperandView operand, IReadOnlyList<LoopPosition> point)
    {
        var index = IndexOf(operand, point);
        var buffer = Lowering.BufferOf(operand.Node);
        return operand.IsVector ? new VectorExpression.Load(buffer, index) : new VectorExpression.Broadcast(buffer, index);
    }

    /// <summary>A loop in steps of the given sizes, the largest first; an axis in panels panel by panel.</summary>
    public void Steps(LoopAxis loop, string name, int[] sizes, bool unrolled, Action<LoopPosition, int> body)
    {
        var builder = Lowering.Builder;
        if (!IsCut(loop))
        {
            builder.Loop(
                name,
                loop.Extent,
                sizes.Select(size => (size, unrolled, (Action<Affine>)(p => body(new LoopPosition(loop, p), size)))).ToArray());
            return;
        }

        if (loop.Extent.PerSample)
        {
            // The last block of samples is computed in full: the lanes behind the last sample hold zeros.
            builder.Loop("s", loop.Extent, (Layout.Lanes, false, block => Panel(block, Layout.Lanes)));
            return;
        }

        var rest = loop.Extent.Count % Layout.Lanes;
        var segments = new List<(int, bool, Action<Affine>)>();
        if (loop.Extent.Count >= Layout.Lanes) segments.Add((Layout.Lanes, false, p => Panel(p, Layout.Lanes)));
        if (rest > 0) segments.Add((rest, false, p => Panel(p, rest)));
        builder.Loop("panel", loop.Extent, [.. segments]);

        void Panel(Affine panel, int count)
        {
            var steps = sizes[0] == 1 ? sizes : Cover(count, sizes[0]);
            builder.Loop(
                name,
                Extent.Of(count),
                steps.Select(size => (size, unrolled, (Action<Affine>)(w => body(new LoopPosition(loop, panel, w), size)))).ToArray());
        }
    }

    /// <summary>The sizes of steps that cover an axis: the given one, and one for the remainder.</summary>
    public static int[] Cover(int count, int size) => count % size == 0 ? [size] : count < size ? [count] : [size, count % size];

    private static Affine IndexAt(IReadOnlyList<LoopPosition> point, int[] strides, int panelAxis) =>
        point.Aggregate(Affine.Zero, (sum, p) => sum + p.Distance(strides[p.Axis.Innermost], p.Axis.Innermost == panelAxis));

    private void Touch(int[] strides, int panelAxis)
    {
        _space.Touch(strides);
        if (panelAxis >= 0 && panelAxis != LaneAxis) _cut.Add(panelAxis);
    }

    /// <summary>Axes in panels merge with no other axis, nor do axes with implicit padding.</summary>
    private IReadOnlyList<LoopAxis> Loops(IEnumerable<int> axes, bool mayMerge)
    {
        var loops = new List<LoopAxis>();
        var run = new List<int>();
        foreach (var axis in axes)
        {
            if (!_cut.Contains(axis) && !_paddings.Any(o => o.Free == Letters[axis] || o.Summed == Letters[axis]))
            {
                run.Add(axis);
                continue;
            }

            loops.AddRange(_space.Loops(run, mergeLane: false, mayMerge));
            // Even a single tap may be outside of the operand. Then its loop has no iteration.
            var isOneTap = _paddings.Any(o => o.Summed == Letters[axis] && o.SummedCount == 1);
            loops.AddRange(
                isOneTap ? [new LoopAxis([axis], Extent.Of(1), IsLane: false)] : _space.Loops([axis], mergeLane: false, mayMerge));
            run.Clear();
        }

        return [.. loops, .. _space.Loops(run, mergeLane: false, mayMerge)];
    }

    private OperandView OperandOf(Subscripts subscripts, Node node, bool isVector)
    {
        var layout = Lowering.Plan.StorageOf(node).Layout;
        var strides = subscripts.Axes.Select((_, axis) => node.Shape[axis] == 1 ? 0 : layout.Strides[axis]).ToArray();
        var panel = layout.InPanels ? subscripts.Axes[layout.LaneAxis].Plain : null;
        if (layout.InPanels && panel is null) throw new CompilerException($"{node} has a window across its panels.");
        return new OperandView(
            node,
            Letters.Select(l => subscripts.Axes.Select((a, axis) => a.FactorOf(l) * strides[axis]).Sum()).ToArray(),
            subscripts.Axes.Select((a, axis) => a.Offset * strides[axis]).Sum(),
            isVector,
            panel is { } letter ? Letters.IndexOf(letter) : -1);
    }

    private int[] StridesOf(Node node)
    {
        var strides = new int[Letters.Length];
        IterationSpace.Align(Lowering.Plan.StorageOf(node).Layout, node.Shape, Op.Result.Length).CopyTo(strides, 0);
        return strides;
    }

    private int PanelAxisOf(Node node) => Lowering.Plan.StorageOf(node).Layout is { InPanels: true } layout
        ? layout.LaneAxis + Op.Result.Length - node.Shape.Rank
        : -1;
}

/// <summary>How an operand is read.</summary>
/// <param name="Node">The tensor.</param>
/// <param name="Strides">The distance between neighbours along each letter.</param>
/// <param name="Start">Where the first element lies.</param>
/// <param name="IsVector">Whether it is loaded as vectors; otherwise one number is broadcast.</param>
/// <param name="PanelAxis">The letter along which it lies in panels, or -1.</param>
internal sealed record OperandView(Node Node, int[] Strides, int Start, bool IsVector, int PanelAxis);
