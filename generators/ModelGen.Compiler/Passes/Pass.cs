using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Passes;

/// <summary>A named, pure rewrite of a graph.</summary>
public sealed record Pass(string Name, Func<TensorGraph, TensorGraph> Apply)
{
    /// <summary>A pass that rebuilds every node, inputs first; the rule may return another node instead.</summary>
    public static Pass Rewriting(string name, Func<RewriteContext, Node, Value[], Value?> rule) => new(name, graph =>
    {
        var builder = new GraphBuilder();
        var context = new RewriteContext(graph, builder);
        foreach (var node in graph.Nodes)
        {
            builder.Phase = node.Phase;
            builder.Label = node.Label;
            builder.Lanes = node.Lanes;
            var inputs = node.Inputs.Select(i => context.New[i]).ToArray();
            context.New[node] = rule(context, node, inputs) ?? builder.Add(node.Op, inputs.Select(i => i.Node).ToArray());
        }

        return new TensorGraph(graph.Outputs.Select(o => o with { Node = context.New[o.Node].Node }));
    });

    /// <summary>Runs passes one after the other.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="passes">The passes, in order.</param>
    /// <param name="verify">Whether the graph's invariants are checked after each.</param>
    public static TensorGraph Run(TensorGraph graph, IEnumerable<Pass> passes, bool verify = false)
    {
        foreach (var pass in passes)
        {
            graph = pass.Apply(graph);
            if (verify) GraphVerifier.Verify(graph, pass.Name);
        }

        return graph;
    }
}

/// <summary>What a rewriting rule sees: the old graph, the builder of the new one, and the correspondence so far.</summary>
public sealed class RewriteContext(TensorGraph old, GraphBuilder builder)
{
    private IReadOnlyDictionary<Node, IReadOnlyList<Node>>? _users;

    public GraphBuilder Builder { get; } = builder;

    public Dictionary<Node, Value> New { get; } = [];

    public TensorGraph Old { get; } = old;

    /// <summary>How many nodes and outputs of the old graph read the node.</summary>
    public int UseCount(Node node) => Users(node).Count + Old.Outputs.Count(o => o.Node == node);

    /// <summary>The nodes of the old graph that read the node.</summary>
    public IReadOnlyList<Node> Users(Node node) => (_users ??= Old.Users())[node];
}
