using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Computes the elementwise nodes of a group at one point of its domain.</summary>
/// <param name="lowering">The group.</param>
/// <param name="domain">The shape whose elements are visited.</param>
/// <param name="loops">The loops and the current position of each; a dropped axis is at zero.</param>
/// <param name="laneAxis">The axis along the lanes, or -1 where only single elements are visited.</param>
internal sealed class Evaluation(
    GroupLowering lowering, Shape domain, IReadOnlyList<LoopPosition> loops, int laneAxis)
{
    private readonly Dictionary<Node, VectorExpression> _values = [];

    private KernelBuilder Builder => lowering.Builder;

    /// <summary>Loads that evaluations of later rows may reuse.</summary>
    public Dictionary<VectorExpression, VectorExpression> Loads { get; init; } = [];

    public VectorExpression this[Node node]
    {
        set => _values[node] = value;
    }

    /// <summary>The node's value: known, computed here, rematerialized, or loaded.</summary>
    public VectorExpression Value(Node node)
    {
        if (_values.TryGetValue(node, out var known)) return known;
        var value = Memory.IsSameValue(node) && IsComputedHere(node.Inputs[0]) ? Value(node.Inputs[0])
            : IsOurs(node) && LoweringTable.Of(node.Op) is OpLowering.Element element ? element.Value(this, node)
            : Load(node);
        _values[node] = value;
        return value;
    }

    /// <summary>A number that the kernel is called with.</summary>
    public VectorExpression Scalar(string name) => Builder.Scalar(name);

    /// <summary>A function of other nodes' values.</summary>
    public VectorExpression Call(ScalarFunction function, IReadOnlyList<Node> arguments) =>
        Builder.Let(NameOf(function), KernelBuilder.Call(function, arguments.Select(Value).ToArray()));

    /// <summary>Two other nodes' values as a pair of whole numbers.</summary>
    public VectorExpression Pair(Node first, Node second) =>
        Builder.Let("pair", new VectorExpression.Pair(Value(first), Value(second)));

    /// <summary>Where the current point is along an axis.</summary>
    public VectorExpression Position(PositionOp position)
    {
        var axis = domain.Rank - position.AxisFromEnd;
        foreach (var loop in loops)
            if (loop.Axis.Axes.Length == 1 && loop.Axis.Innermost == axis)
                return Builder.Let("position", new VectorExpression.Position(loop.Index, axis == laneAxis));
        return new VectorExpression.Constant(0);
    }

    /// <summary>The random number at the current point. It is the same along axes that it is broadcast over.</summary>
    public VectorExpression Random(RandomOp random)
    {
        Affine element = Affine.Zero, sample = Affine.Zero;
        var step = 1;
        var stretched = domain.Rank - random.Size.Rank;
        for (var axis = domain.Rank - 1; axis >= stretched; axis--)
        {
            if (random.Size[axis - stretched] == 1) continue;
            var position = loops.FirstOrDefault(l => l.Axis.Innermost == axis)?.Index ?? Affine.Zero;
            if (domain[axis] == Shape.Batch)
            {
                sample = position;
            }
            else
            {
                element += position * step;
                step *= domain[axis];
            }
        }

        var sampleAlongLanes = laneAxis >= 0 && domain[laneAxis] == Shape.Batch;
        var elementAlongLanes = laneAxis >= stretched && !sampleAlongLanes && random.Size[laneAxis - stretched] != 1;
        return Builder.Let(
            "random",
            Builder.Random(random.Stream, element, elementAlongLanes, sample, sampleAlongLanes, lowering.Plan.SharesSteps));
    }

    /// <summary>Stores the node's value at the current point.</summary>
    public void Store(Node node)
    {
        var value = Value(node);
        var storage = lowering.Plan.StorageOf(node);
        var index = IndexOf(storage, node.Shape);
        var buffer = lowering.BufferOf(node);
        if (laneAxis < 0)
        {
            Builder.StoreFirst(buffer, index, value);
            return;
        }

        var lane = loops.First(l => l.Axis.IsLane);
        if (
            storage.Address.CleanPadding
            && lane.Axis.Axes.Length == 1
            && !lane.Axis.Extent.PerSample
            && lane.Axis.Extent.Count % Layout.Lanes != 0)
            value = Builder.Let("masked", new VectorExpression.Mask(value, 0, lane.Position, lane.Axis.Extent));
        Builder.Store(buffer, index, value);
    }

    private static string NameOf(ScalarFunction function) =>
        string.Concat(
            function.Name.Split('-').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part.Substring(1))) switch
        {
            "add" => "sum",
            "subtract" => "difference",
            "multiply" => "product",
            "divide" => "quotient",
            "multiplyAdd" => "fused",
            "ifLess" or "ifEqual" => "chosen",
            "abs" => "magnitude",
            "negate" => "negative",
            "sqrt" => "root",
            var other => other,
        };

    private bool IsOurs(Node node) => lowering.Group.Contains(node) || Fusion.IsFree(node);

    private bool IsComputedHere(Node node) =>
        _values.ContainsKey(node)
        || (
            Memory.IsSameValue(node) ? IsComputedHere(node.Inputs[0]) : lowering.Group.Contains(node) && node.Op.Role == OpRole.Elementwise
        );

    private VectorExpression Load(Node node)
    {
        var storage = lowering.Plan.StorageOf(node);
        var index = IndexOf(storage, node.Shape);
        var buffer = lowering.BufferOf(node);
        var apart = laneAxis < 0 ? 0 : Aligned(storage, node.Shape)[laneAxis];
        var isAlongLanes = storage.Layout.LaneAxis == laneAxis - domain.Rank + node.Shape.Rank;
        if (apart != 0 && !isAlongLanes && storage.Layout.LaneAxis >= 0) throw new CompilerException($"{node} is read across its lanes.");
        VectorExpression load = apart == 0 ? new VectorExpression.Broadcast(buffer, index)
            : isAlongLanes ? new VectorExpression.Load(buffer, index)
            : new VectorExpression.Gather(buffer, index, apart);
        if (Loads.TryGetValue(load, out var loaded)) return loaded;
        loaded = Builder.Let(buffer.Name + "Value", load);
        Loads.Add(load, loaded);
        return loaded;
    }

    private Affine IndexOf(Schedule.Storage storage, Shape shape)
    {
        var strides = Aligned(storage, shape);
        var panels = storage.Layout.InPanels ? storage.Layout.LaneAxis + domain.Rank - shape.Rank : -1;
        var index = Affine.Zero;
        foreach (var loop in loops) index += loop.Distance(strides[loop.Axis.Innermost], panels == loop.Axis.Innermost);
        return index;
    }

    private int[] Aligned(Schedule.Storage storage, Shape shape) => IterationSpace.Align(storage.Layout, shape, domain.Rank);
}
