namespace ModelGen.Compiler.Graph;

/// <summary>A named result of a graph.</summary>
public sealed record GraphOutput(string Name, Node Node);

/// <summary>A dataflow graph: named results and every node they reach, inputs before users.</summary>
public sealed class TensorGraph
{
    public TensorGraph(IEnumerable<GraphOutput> outputs)
    {
        Outputs = outputs.ToArray();
        Nodes = Reach(Outputs.Select(o => o.Node));
    }

    public IReadOnlyList<GraphOutput> Outputs { get; }

    /// <summary>The reachable nodes in topological order, one phase behind the other. What no output reaches is dead and not here.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Whether something slides over a tensor: a model of images, or a sequence.</summary>
    public bool HasWindows => Nodes.Any(n => n.Op.HasWindows);

    public Node this[string output] => Outputs.First(o => o.Name == output).Node;

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
