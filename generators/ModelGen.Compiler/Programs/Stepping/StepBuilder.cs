using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Programs.Stepping;

/// <summary>Makes the graph of one step from that of a whole sequence, node by node.</summary>
/// <remarks>
/// Every sum has the order that it has in the sequence, so a step has the same bits. What an operation reads of earlier steps lies in the
/// state of the stream: all positions of a value (<see cref="PutOp"/>), or the last few. An operation that needs a later step ends the
/// attempt.
/// </remarks>
/// <param name="length">The steps of the sequence.</param>
internal sealed partial class StepBuilder(int length)
{
    /// <summary>A number from which on exponentials of differences to other scores are zero.</summary>
    private const double LowNumber = -1e29;

    private readonly GraphBuilder _builder = new();
    private readonly Dictionary<Node, StepForm> _forms = [];
    private readonly Dictionary<Node, Value> _copies = [];
    private readonly Dictionary<(Node, string), Value> _histories = [];
    private readonly Dictionary<(Node, int), Value> _windows = [];
    private readonly List<GraphOutput> _carried = [];
    private readonly HashSet<Node> _ofGiven = [];
    private readonly Dictionary<(Node, string), Value> _given = [];
    private readonly List<(Node Node, int[] Order, GraphOutput Place)> _before = [];
    private int _names, _givenSize;

    /// <summary>Why there is no graph.</summary>
    public LookAhead? Fault { get; private set; }

    /// <summary>The number of the node at which it ended.</summary>
    public int Reached { get; private set; }

    private Value Position => _builder.Add(new LeafOp(LeafKind.Position, LeafOp.StreamPosition, Shape.Batched([1])) { Values = length });

    /// <summary>What is computed before the first step; null if nothing is.</summary>
    public TensorGraph? Before
    {
        get
        {
            if (_before.Count == 0) return null;
            var builder = new GraphBuilder();
            var copy = new TensorGraph(_before.Select(kept => kept.Place with { Node = kept.Node }).ToArray()).CopyTo(builder);
            return new TensorGraph(copy.Outputs.Select((output, i) =>
            {
                (builder.Phase, builder.Label) = (output.Node.Phase, output.Node.Label);
                return output with { Node = builder.Wrap(output.Node).Permute(_before[i].Order).Node };
            }).ToArray());
        }
    }

    /// <summary>The graph of a step, or null.</summary>
    /// <param name="graph">The graph of the sequence.</param>
    /// <param name="timeOf">The time axis of an input that comes step by step; null for other nodes.</param>
    /// <param name="isGiven">Whether an input is read before the first step.</param>
    public TensorGraph? Run(TensorGraph graph, Func<Node, int?> timeOf, Func<Node, bool> isGiven)
    {
        foreach (var node in graph.Nodes)
        {
            var time = timeOf(node);
            if (time is null && !node.Inputs.Any(_forms.ContainsKey))
            {
                if (isGiven(node) || node.Inputs.Any(_ofGiven.Contains)) _ofGiven.Add(node);
                continue;
            }

            (_builder.Phase, _builder.Label, Reached) = (node.Phase, node.Label, node.Id);
            if ((time is { } axis ? Input(node, axis) : Of(node)) is not { } form) return null;
            _forms.Add(node, form);
        }

        var outputs = new List<GraphOutput>();
        foreach (var output in graph.Outputs)
        {
            if (!_forms.TryGetValue(output.Node, out var form) || form.Past >= 0) return Ended(output.Node, "has no value for each step");
            outputs.Add(output with { Node = form.Value.Node });
        }

        return new TensorGraph([.. outputs, .. _carried]);
    }

    private TensorGraph? Ended(Node node, string reason)
    {
        Fail(node, reason);
        return null;
    }

    private StepForm? Fail(Node node, string reason)
    {
        Fault ??= new LookAhead(node.Label, reason);
        return null;
    }

    private StepForm Input(Node node, int axis) => new(_builder.Add((LeafOp)node.Op with { Shape = At(node.Shape, axis) }), axis);

    private StepForm? Of(Node node) => node.Op switch
    {
        MapOp op => Map(node, op),
        BroadcastOp op => Broadcast(node, op),
        ReduceOp op => Reduce(node, op),
        ContractOp op => Contract(node, op),
        ReshapeOp => Reshape(node),
        PermuteOp op => Permute(node, op),
        SliceOp op => Slice(node, op),
        DetachOp => _forms[node.Inputs[0]] with { Value = _forms[node.Inputs[0]].Value.Detach() },
        ConcatOp op => SideBySide(node, op.Axis),
        InterleaveOp op => SideBySide(node, op.Axis),
        PadOp op => SideBySide(node, op.Axis),
        WindowReduceOp op => OverWindows(node, op.Windows),
        TakeOp => Take(node),
        ScanOp op => Scan(node, op),
        _ => Fail(node, "needs the whole sequence"),
    };

    private static Shape At(Shape shape, int axis) => axis < 0 ? shape : shape.Reduce([axis]);

    /// <summary>A value that does not depend on steps. What depends on other inputs is computed before them.</summary>
    private Value Copy(Node node)
    {
        if (_ofGiven.Contains(node)) return Given(node, [.. Enumerable.Range(0, node.Shape.Rank)]);
        if (_copies.TryGetValue(node, out var known)) return known;
        var inputs = node.Inputs.Select(input => Copy(input).Node).ToArray();
        var label = _builder.Label;
        _builder.Label = node.Label;
        var copy = _builder.Add(node.Op, inputs);
        _builder.Label = label;
        return _copies[node] = copy;
    }

    /// <summary>What does not depend on samples, at the current step; null if that is not known.</summary>
    /// <param name="node">The value.</param>
    /// <param name="fromEnd">Its time axis, counted from the end.</param>
    /// <param name="rank">The axes of the result that it is read for, with that of the samples.</param>
    private Value? At(Node node, int fromEnd, int rank)
    {
        var axis = node.Shape.Rank - fromEnd;
        if (axis < 0 || node.Shape[axis] == 1) return Copy(node);
        if (node.Op is PositionOp) return Position.Reshape(Shape.Batched(Enumerable.Repeat(1, rank - 1)));
        if (node.Op is MapOp map)
        {
            var inputs = node.Inputs.Select(input => At(input, fromEnd, rank)).ToArray();
            return inputs.All(input => input is not null) ? _builder.Map(map.Function, [.. inputs.Select(input => input!.Value)]) : null;
        }

        if (node.Op is DetachOp) return At(node.Inputs[0], fromEnd, rank)?.Detach();
        if (node.Op is BroadcastOp && At(node.Inputs[0], fromEnd, rank) is { } narrow)
            return Shape.Broadcast(narrow.Shape, At(node.Shape, axis)) is { } wide ? narrow.BroadcastTo(wide) : null;
        if (node.Shape.IsBatched || Enumerable.Range(0, Math.Max(0, node.Shape.Rank - rank + 1)).Any(i => node.Shape[i] != 1)) return null;

        // The row of a table.
        var others = Enumerable.Range(0, node.Shape.Rank).Where(other => other != axis).ToArray();
        var table = Copy(node).Permute([axis, .. others]).Reshape(Shape.Of(length, node.Shape.SampleElements / length));
        var sizes = node.Shape.Dimensions.Select((size, i) => i == axis ? 1 : size).ToArray();
        var missing = rank - 1 - sizes.Length;
        return table
            .Take(Position)
            .Reshape(Shape.Batched(missing >= 0 ? [.. Enumerable.Repeat(1, missing), .. sizes] : sizes.Skip(-missing)));
    }

    /// <summary>A value that was computed before the first step.</summary>
    /// <param name="node">The value.</param>
    /// <param name="order">The order in which its axes are kept.</param>
    private Value Given(Node node, int[] order)
    {
        var key = (node, string.Join(",", order));
        if (_given.TryGetValue(key, out var known)) return known;
        var shape = Shape.Of(order.Select(axis => node.Shape[axis]).ToArray());
        var name = "given" + Literals.Integer(_given.Count + 1);
        var leaf = new LeafOp(LeafKind.Given, name, shape) { Start = _givenSize };
        _before.Add((node, order, new GraphOutput(OutputRole.Given, name, node) { Start = _givenSize }));
        _givenSize += Layout.RoundUp(ProgramPlan.GivenLayout(shape).SampleSize);
        return _given[key] = _builder.Add(leaf);
    }

    /// <summary>All positions of a value up to the current one.</summary>
    /// <param name="node">The value.</param>
    /// <param name="order">The order in which its axes are kept.</param>
    private Value History(Node node, int[] order)
    {
        var key = (node, string.Join(",", order));
        if (_histories.TryGetValue(key, out var known)) return known;
        var form = _forms[node];
        var value = form.Value.Permute(order);
        var axis = Array.IndexOf(order, form.Now);
        var shape = Shape.Of(value.Shape.Dimensions.Select((size, i) => i == axis ? length : size).ToArray());
        var leaf = _builder.Leaf(LeafKind.History, "history" + Literals.Integer(_histories.Count + 1), shape);
        return _histories[key] = _builder.Add(new PutOp(axis), leaf.Node, value.Node, Position.Node);
    }

    /// <summary>The last steps of a value, the current one included, with zeros before the first.</summary>
    private Value Window(Node node, int size)
    {
        var form = _forms[node];
        if (size == 1) return form.Value;
        if (_windows.TryGetValue((node, size), out var known)) return known;
        var shape = Shape.Of(form.Value.Shape.Dimensions.Select((d, i) => i == form.Now ? size - 1 : d).ToArray());
        var name = "carried" + Literals.Integer(++_names);
        var window = _builder.Concat(form.Now, _builder.Leaf(LeafKind.Carried, name, shape), form.Value);
        _carried.Add(new GraphOutput(OutputRole.Carried, name, window.Slice(form.Now, 1, size - 1).Node));
        return _windows[(node, size)] = window;
    }
}
