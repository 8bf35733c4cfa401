using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The gradient of a scan: a scan in the other direction over the gradient of its body.</summary>
/// <remarks>
/// The gradient of what is carried is carried. Values of the forward steps are sequences to it, stacked by the forward scan. The gradient
/// of a constant is a sum over steps of what <see cref="ReverseMode"/> finds for one step; as that is a sum over samples, both are one sum
/// behind the loop, so a weight's gradient is one contraction.
/// </remarks>
internal sealed class ScanGradient
{
    private readonly ScanOp _scan;
    private readonly GraphBuilder _outside;
    private readonly IReadOnlyList<Value> _inputs;

    // The body with its gradient, and the body of the scan that computes it.
    private readonly GraphBuilder _both = new();
    private readonly GraphBuilder _builder = new();
    private readonly ScanBody _forward;
    private readonly HashSet<Node> _ofForward;
    private readonly HashSet<Node> _ofStep = [];
    private readonly Dictionary<Node, Value> _new = [];
    private readonly List<(LeafOp Leaf, Value Stacked)> _sequences = [];
    private readonly List<(LeafOp Leaf, Value Value)> _constants = [];
    private readonly List<GraphOutput> _outputs = [];
    private readonly Dictionary<Node, int> _stacked = [];
    private ScanBody? _body;

    public ScanGradient(ScanOp scan, GraphBuilder outside, IReadOnlyList<Value> inputs)
    {
        (_scan, _outside, _inputs) = (scan, outside, inputs);
        var body = scan.Body;
        _forward = new ScanBody(body.Name, body.Graph.CopyTo(_both), body.Sequences, body.Carries, body.Constants);
        _ofForward = [.. _forward.Graph.Nodes];
        foreach (var node in _forward.Graph.Nodes)
            if (IsStepLeaf(node) || node.Inputs.Any(_ofStep.Contains)) _ofStep.Add(node);
    }

    private bool IsStepLeaf(Node node) =>
        node.Op is LeafOp leaf && (_forward.Sequences.Contains(leaf) || _forward.Carries.Contains(leaf));

    /// <summary>The gradients with respect to the scan's inputs.</summary>
    public IReadOnlyList<Value?> Of(Value upstream)
    {
        var targets = _forward.Inputs.Select(leaf => _both.Add(leaf)).ToArray();
        var carried = _forward.Carries.Select(leaf => new LeafOp(LeafKind.Step, "d_" + leaf.LeafName, leaf.Shape)).ToArray();
        var arriving = new LeafOp(LeafKind.Step, "upstream", _forward[_scan.Output].Shape);
        var roots = carried.Select((leaf, i) => (_both.Wrap(_forward.NextOf(i)), _both.Add(leaf)))
            .Append((_both.Wrap(_forward[_scan.Output]), _both.Add(arriving)));
        var found = ReverseMode.Gradients(_both, roots.ToArray(), targets);

        _builder.Phase = Phase.Backward;
        foreach (var leaf in carried) _new[_both.Add(leaf).Node] = _builder.Add(leaf);
        _sequences.Add((arriving, upstream));
        _new[_both.Add(arriving).Node] = _builder.Add(arriving);

        var (sequences, carries) = (_forward.Sequences.Count, _forward.Carries.Count);
        for (var i = 0; i < carries; i++)
        {
            var gradient = found[sequences + i] is { } known ? Map(known.Node) : Zero(_builder, carried[i].Shape);
            _outputs.Add(new GraphOutput("next_" + carried[i].LeafName, gradient.Node));
        }

        foreach (var gradient in found.Take(sequences)) if (gradient is { } known) Stack(known.Node);
        var constants = found.Skip(sequences + carries).ToArray();
        foreach (var gradient in constants) if (gradient is { } known) StackOperands(known.Node);

        _body = new ScanBody(
            _scan.Body.Name + " gradient",
            new TensorGraph(_outputs),
            _sequences.Select(s => s.Leaf).ToArray(),
            carried,
            _constants.Select(c => c.Leaf).ToArray());
        return
        [
            .. found.Take(sequences).Select(gradient => gradient is { } known ? StackOf(known.Node) : (Value?)null),
            .. _forward.Carries.Select((carry, i) => (Value?)BeforeFirst(i, carry.Shape)),
            .. constants.Select(gradient => gradient is { } known ? Total(known.Node) : (Value?)null),
        ];
    }

    private static Value Zero(GraphBuilder builder, Shape shape) => builder.Constant(0).BroadcastTo(shape);

    /// <summary>The gradient of what is carried into the first step: what the last iteration hands on.</summary>
    private Value BeforeFirst(int carry, Shape shape) =>
        Result(carry).Slice(ScanOp.TimeAxis, new ScanLoop(0, _scan.Length, _scan.Backwards).First, 1).Reshape(shape);

    private Value Result(int output) => _outside.Add(
        new ScanOp(_body!, _scan.Length, !_scan.Backwards, output),
        [
            .. _sequences.Select(s => s.Stacked.Node),
            .. _body!.Carries.Select(c => Zero(_outside, c.Shape).Node),
            .. _constants.Select(c => c.Value.Node),
        ]);

    /// <summary>A node of the body or of its gradient, in the new body.</summary>
    private Value Map(Node node)
    {
        if (_new.TryGetValue(node, out var known)) return known;
        return _new[node] = !_ofForward.Contains(node) || node.Op.Role == OpRole.Inline ? Again(node)
            : node.Op is LeafOp leaf && _forward.Constants.Contains(leaf) ? Constant(leaf)
            : !_ofStep.Contains(node) || node.Op.Role == OpRole.Alias || node.Op is BroadcastOp ? Again(node)
            : Residual(node);
    }

    private Value Again(Node node) => _builder.Add(node.Op, node.Inputs.Select(i => Map(i).Node).ToArray());

    private Value Constant(LeafOp leaf)
    {
        if (!_constants.Any(c => c.Leaf == leaf)) _constants.Add((leaf, InputOf(leaf)));
        return _builder.Add(leaf);
    }

    /// <summary>A value of the forward step, as a sequence.</summary>
    private Value Residual(Node node)
    {
        var leaf = new LeafOp(LeafKind.Step, "r" + Literals.Integer(_sequences.Count), node.Shape);
        _sequences.Add((leaf, ForwardStack(node)));
        return _builder.Add(leaf);
    }

    private Value InputOf(LeafOp leaf) => _inputs[_forward.Inputs.ToList().IndexOf(leaf)];

    private Value ForwardStack(Node node)
    {
        if (node.Op is LeafOp leaf && _forward.Sequences.Contains(leaf)) return InputOf(leaf);
        // The copy has the nodes of the body in the same order.
        return _outside.Add(_scan with { Output = _forward.NumberOf(node) }, _inputs.Select(i => i.Node).ToArray());
    }

    private void Stack(Node node)
    {
        if (_ofForward.Contains(node) || _stacked.ContainsKey(node)) return;
        _stacked.Add(node, _outputs.Count);
        _outputs.Add(new GraphOutput("result" + Literals.Integer(_outputs.Count), Map(node).Node));
    }

    private Value StackOf(Node node) => _ofForward.Contains(node) ? ForwardStack(node) : Result(_stacked[node]);

    /// <summary>Stacks what the sum over all steps of a constant's gradient is computed from.</summary>
    private void StackOperands(Node gradient)
    {
        if (gradient.Op is ContractOp or ReduceOp)
            foreach (var operand in gradient.Inputs) Stack(operand);
        else
            foreach (var input in gradient.Inputs) StackOperands(input);
    }

    /// <summary>The sum of a constant's gradient over all steps.</summary>
    private Value Total(Node gradient)
    {
        switch (gradient.Op)
        {
            case ContractOp op:
                var letter = "tuvwxyzabcdefg".First(l => !op.Left.Contains(l) && !op.Right.Contains(l));
                return _outside.Add(
                    ContractOp.Of(WithTime(op.Left, letter), WithTime(op.Right, letter), op.Result, op.WindowSizes),
                    gradient.Inputs.Select(i => StackOf(i).Node).ToArray());
            case ReduceOp { Kind: ReduceKind.Sum } op when op.Axes.Contains(0):
                var axes = op.Axes.Select(axis => axis == 0 ? 0 : axis + 1).Append(ScanOp.TimeAxis).ToArray();
                return StackOf(gradient.Inputs[0]).Sum(axes).Reshape(gradient.Shape);
            case ReshapeOp or PermuteOp or SliceOp or PadOp or ConcatOp or InterleaveOp:
            case MapOp { Function: var f } when f == ScalarFunction.Add || f == ScalarFunction.Subtract || f == ScalarFunction.Negate:
                return _outside.Add(gradient.Op, gradient.Inputs.Select(i => Total(i).Node).ToArray());
            default:
                throw new CompilerException($"The gradient of a constant of {_scan} is no sum over samples: {gradient}.");
        }
    }

    /// <summary>The subscripts of a stacked operand.</summary>
    private static Subscripts WithTime(Subscripts operand, char letter) =>
        new(new[] { operand.Axes[0], Subscript.Of(letter) }.Concat(operand.Axes.Skip(1)).ToEquatableArray());
}
