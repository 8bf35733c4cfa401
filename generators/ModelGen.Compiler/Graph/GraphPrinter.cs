using System.Text;

namespace ModelGen.Compiler.Graph;

/// <summary>Prints a graph as text, one node a line, for people and for tests.</summary>
public static class GraphPrinter
{
    public static string Print(TensorGraph graph)
    {
        var names = new Dictionary<Node, string>();
        foreach (var node in graph.Nodes) names[node] = "%" + names.Count;
        var text = new StringBuilder();
        foreach (var node in graph.Nodes)
        {
            text.Append(names[node]).Append(" = ").Append(node.Op);
            if (node.Inputs.Count > 0) text.Append('(').Append(string.Join(", ", node.Inputs.Select(i => names[i]))).Append(')');
            text.Append(" : ").Append(node.Shape);
            if (node.Phase != Phase.Forward) text.Append("  # ").Append(node.Phase.ToString().ToLowerInvariant());
            text.Append('\n');
        }

        foreach (var output in graph.Outputs) text.Append(output).Append(" <- ").Append(names[output.Node]).Append('\n');
        return text.ToString();
    }
}
