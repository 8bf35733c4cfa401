using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// One step of a <see cref="ScanOp"/>: a graph whose leaves are the step's slice of each sequence, the values carried from the step before,
/// and what is the same in all steps.
/// </summary>
/// <remarks>A body is identified by reference: the results of one scan are nodes with the same body and the same inputs.</remarks>
public sealed class ScanBody
{
    private readonly Dictionary<string, Node> _leaves;

    /// <param name="name">What it computes, for comments.</param>
    /// <param name="graph">The graph. Its first outputs are the next values of what is carried, the others its results.</param>
    /// <param name="sequences">The leaves that are slices of sequences, in the order of the scan's inputs.</param>
    /// <param name="carries">The leaves that are carried; they come next among the inputs, as values before the first step.</param>
    /// <param name="constants">The leaves that are the same in all steps, such as weights; they come last.</param>
    public ScanBody(
        string name,
        TensorGraph graph,
        IReadOnlyList<LeafOp> sequences,
        IReadOnlyList<LeafOp> carries,
        IReadOnlyList<LeafOp> constants)
    {
        (Name, Graph, Sequences, Carries, Constants) = (name, graph, sequences, carries, constants);
        _leaves = graph.Nodes.Where(n => n.Op is LeafOp).ToDictionary(n => ((LeafOp)n.Op).LeafName, StringComparer.Ordinal);
        if (carries.Select((carry, i) => graph.Outputs[i].Node.Shape == carry.Shape).Any(same => !same))
            throw new CompilerException($"A carried value of '{name}' changes its shape.");
    }

    public string Name { get; }

    public TensorGraph Graph { get; }

    public IReadOnlyList<LeafOp> Sequences { get; }

    public IReadOnlyList<LeafOp> Carries { get; }

    public IReadOnlyList<LeafOp> Constants { get; }

    /// <summary>All leaves, in the order of a scan's inputs.</summary>
    public IEnumerable<LeafOp> Inputs => [.. Sequences, .. Carries, .. Constants];

    /// <summary>A value of the body by its number: first the outputs, then all nodes.</summary>
    public Node this[int output] =>
        output < Graph.Outputs.Count ? Graph.Outputs[output].Node : Graph.Nodes[output - Graph.Outputs.Count];

    /// <summary>The number of the i-th result behind the carried values.</summary>
    public int ResultAt(int i) => Carries.Count + i;

    /// <summary>The number of a node.</summary>
    public int NumberOf(Node node) => Graph.Outputs.Count + Graph.Nodes.Select((n, i) => (n, i)).First(p => p.n == node).i;

    /// <summary>The node of a leaf; null if nothing depends on it.</summary>
    public Node? NodeOf(LeafOp leaf) => _leaves.TryGetValue(leaf.LeafName, out var node) ? node : null;

    /// <summary>The next value of what is carried.</summary>
    public Node NextOf(int carry) => Graph.Outputs[carry].Node;

    /// <summary>Adds one step to a graph.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="leaf">The value of each leaf.</param>
    /// <returns>The new value of each node.</returns>
    public IReadOnlyDictionary<Node, Value> Inline(GraphBuilder builder, Func<LeafOp, Value> leaf)
    {
        var values = new Dictionary<Node, Value>();
        foreach (var node in Graph.Nodes)
            values[node] = node.Op is LeafOp op ? leaf(op) : builder.Add(node.Op, node.Inputs.Select(i => values[i].Node).ToArray());
        return values;
    }

    public override string ToString() => Name;
}
