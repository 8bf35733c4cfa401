using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>Makes nodes. Asking twice for the same operation on the same inputs gives the same node.</summary>
public sealed class GraphBuilder
{
    private readonly Dictionary<(Op, NodeList), Node> _interned = [];
    private readonly List<Node> _nodes = [];

    /// <summary>The nodes made so far, in that order.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The phase of the nodes made from now on.</summary>
    public Phase Phase { get; set; }

    /// <summary>The layer of the nodes made from now on.</summary>
    public string? Label { get; set; }

    /// <summary>What is in the lanes of the following nodes.</summary>
    public Lanes Lanes { get; set; }

    public Value Add(Op op, params Node[] inputs)
    {
        var key = (op, new NodeList(inputs));
        if (_interned.TryGetValue(key, out var known)) return new Value(this, known);
        var shape = op.InferShape(inputs.Select(i => i.Shape).ToArray());
        var node = new Node(_nodes.Count, op, inputs, shape, PhaseOf(op, inputs), Label, Lanes, LoopOf(op, inputs));
        _interned.Add(key, node);
        _nodes.Add(node);
        return new Value(this, node);
    }

    public Value Wrap(Node node) => new(this, node);

    public Value Constant(double value) => Add(new ConstantOp(value));

    /// <summary>A tensor of constants.</summary>
    public Value Table(TableFormula formula) => Add(new TableOp(formula));

    public Value Leaf(LeafKind kind, string name, Shape shape) => Add(new LeafOp(kind, name, shape));

    /// <summary>A part of a flat vector.</summary>
    public Value Range(string vector, int start, Shape shape) => Add(new LeafOp(LeafKind.Flat, vector, shape) { Start = start });

    public Value Map(ScalarFunction function, params Value[] inputs) =>
        Add(new MapOp(function), inputs.Select(i => i.Node).ToArray());

    /// <summary>The position along <paramref name="axis"/>, as a tensor of the given shape's axis and ones elsewhere.</summary>
    public Value Position(Shape shape, int axis) => Add(new PositionOp(shape.Rank - axis, shape[axis]));

    /// <summary>Uniform numbers in [0, 1), a new draw for each element, sample and step.</summary>
    public Value Random(Shape shape, int stream) => Add(new RandomOp(stream, shape));

    /// <summary>A sum of products, written as in <c>einsum</c>: <c>nk,ko->no</c>.</summary>
    /// <param name="equation">The axes of both operands and of the result.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <param name="extents">The sizes of letters that occur in windows only: <c>n(2h+p)c,pco->nho</c> needs that of h.</param>
    public Value Contract(string equation, Value left, Value right, params (char Letter, int Count)[] extents) =>
        Contract(equation, left, right, ofPairs: false, extents);

    /// <inheritdoc cref="Contract(string, Value, Value, ValueTuple{char, int}[])"/>
    /// <param name="equation">The axes of both operands and of the result.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <param name="ofPairs">Whether the operands hold pairs of whole numbers.</param>
    /// <param name="extents">The sizes of letters that occur in windows only.</param>
    public Value Contract(string equation, Value left, Value right, bool ofPairs, params (char Letter, int Count)[] extents) =>
        Add(ContractOp.Parse(equation, extents) with { IsOfPairs = ofPairs }, left.Node, right.Node);

    /// <summary>The concatenation of values. Each is a copy in the kernel, so many values are joined in several kernels.</summary>
    public Value Concat(int axis, params Value[] parts)
    {
        while (parts.Length > ConcatOp.MostParts)
            parts = Enumerable.Range(0, (parts.Length + ConcatOp.MostParts - 1) / ConcatOp.MostParts)
                .Select(i => Concat(axis, parts.Skip(i * ConcatOp.MostParts).Take(ConcatOp.MostParts).ToArray())).ToArray();
        return parts.Length == 1 ? parts[0] : Add(new ConcatOp(axis), parts.Select(p => p.Node).ToArray());
    }

    /// <summary>Element i of the result is element ⌊i / s⌋ of part i mod s.</summary>
    public Value Interleave(int axis, params Value[] parts) =>
        parts.Length == 1 ? parts[0] : Add(new InterleaveOp(axis), parts.Select(p => p.Node).ToArray());

    /// <summary>A node is never in an earlier phase than its inputs. Nodes that are rematerialized are in the first phase.</summary>
    private Phase PhaseOf(Op op, Node[] inputs)
    {
        if (op.Role == OpRole.Inline) return Phase.Forward;
        var phase = Phase;
        foreach (var input in inputs)
            if (input.Phase > phase) phase = input.Phase;
        return phase;
    }

    /// <summary>What reads something of a loop is in the loop, so what does not depend on the step is computed before.</summary>
    private static ScanLoop? LoopOf(Op op, Node[] inputs) => op switch
    {
        StepOp step => step.Loop,
        CarriedOp carried => carried.Loop,
        TimeOp time => time.Loop,
        KeepOp { Loop: { } loop } => loop,
        StackOp or HistoryOp => null,
        _ => inputs.FirstOrDefault(input => input.Loop is not null)?.Loop,
    };

    private readonly struct NodeList(Node[] nodes) : IEquatable<NodeList>
    {
        private readonly Node[] _nodes = nodes;

        public bool Equals(NodeList other) => _nodes.SequenceEqual(other._nodes);

        public override bool Equals(object? obj) => obj is NodeList other && Equals(other);

        public override int GetHashCode() => _nodes.Aggregate(17, (h, n) => unchecked((h * 31) + n.Id));
    }
}
