namespace ModelGen.Compiler.Graph;

/// <summary>A dataflow graph: named results and every node they reach, inputs before users.</summary>
public sealed class TensorGraph
{
    public TensorGraph(IEnumerable<GraphOutput> outputs)
    {
        Outputs = outputs.ToArray();
        Nodes = Reach(Outputs.Select(o => o.Node));
    }

    public IReadOnlyList<GraphOutput> Outputs { get; }

    /// <summary>The reachable nodes in topological order, phase by phase. Nodes that no output reaches are not included.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Whether a window slides over a tensor: in models of images and sequences.</summary>
    public bool HasWindows => Nodes.Any(n => n.Op.HasWindows);

    /// <summary>A value by its name.</summary>
    public Node this[string name] => this[OutputRole.Value, name];

    /// <summary>The result of a role and name.</summary>
    public Node this[OutputRole role, string name] => Outputs.First(o => o.Role == role && o.Name == name).Node;

    /// <summary>The losses of each sample, in the order in which they are declared.</summary>
    public IEnumerable<GraphOutput> Losses => Outputs.Where(o => o.Role == OutputRole.Loss);

    /// <summary>The same graph, made again by another builder, which can then add to it.</summary>
    public TensorGraph CopyTo(GraphBuilder builder)
    {
        var copied = new Dictionary<Node, Node>();
        foreach (var node in Nodes)
        {
            (builder.Phase, builder.Label) = (node.Phase, node.Label);
            copied[node] = builder.Add(node.Op, node.Inputs.Select(i => copied[i]).ToArray()).Node;
        }

        return new TensorGraph(Outputs.Select(o => o with { Node = copied[o.Node] }));
    }

    /// <summary>For each node, the nodes that read it.</summary>
    public IReadOnlyDictionary<Node, IReadOnlyList<Node>> Users()
    {
        var users = Nodes.ToDictionary(n => n, _ => (IReadOnlyList<Node>)new List<Node>());
        foreach (var node in Nodes)
            foreach (var input in node.Inputs.Distinct())
                ((List<Node>)users[input]).Add(node);
        return users;
    }

    private static IReadOnlyList<Node> Reach(IEnumerable<Node> roots)
    {
        var seen = new HashSet<Node>();
        var stack = new Stack<Node>(roots);
        while (stack.Count > 0)
        {
            var node = stack.Pop();
            if (!seen.Add(node)) continue;
            foreach (var input in node.Inputs) stack.Push(input);
        }

        return seen.OrderBy(n => n.Phase).ThenBy(n => n.Id).ToArray();
    }
}
