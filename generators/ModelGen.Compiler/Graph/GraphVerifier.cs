namespace ModelGen.Compiler.Graph;

/// <summary>Checks the invariants every pass must keep.</summary>
public static class GraphVerifier
{
    /// <exception cref="CompilerException">An invariant is broken; the message names the pass and prints the graph.</exception>
    public static void Verify(TensorGraph graph, string after)
    {
        var seen = new HashSet<Node>();
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
                if (!seen.Contains(input)) Fail($"{node} reads {input} before it is computed");
            var inferred = node.Op.InferShape(node.Inputs.Select(i => i.Shape).ToArray());
            if (inferred != node.Shape) Fail($"{node} has a shape other than the inferred {inferred}");
            seen.Add(node);
        }

        if (graph.Outputs.GroupBy(o => o.ToString()).FirstOrDefault(g => g.Count() > 1) is { } twice)
            Fail($"two outputs are called '{twice.Key}'");

        void Fail(string what) => throw new CompilerException($"After {after}: {what}.\n{GraphPrinter.Print(graph)}");
    }
}
