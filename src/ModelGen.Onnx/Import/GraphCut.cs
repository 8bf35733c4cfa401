using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import;

/// <summary>The part of a graph that some of its values need.</summary>
internal static class GraphCut
{
    /// <summary>Leaves out nodes and inputs that the values do not depend on. The values are the outputs then.</summary>
    /// <exception cref="InvalidDataException">No node makes a value of that name.</exception>
    public static OnnxGraph At(OnnxGraph graph, IReadOnlyList<string> values)
    {
        Dictionary<string, OnnxNode> makers = new(StringComparer.Ordinal);
        foreach (OnnxNode node in graph.Nodes)
        {
            foreach (string output in node.Outputs.Where(output => output.Length > 0)) makers.TryAdd(output, node);
        }

        foreach (string value in values)
        {
            if (makers.ContainsKey(value)) continue;
            throw new InvalidDataException(
                $"no node makes a value '{value}'; the outputs are {string.Join(", ", graph.Outputs.Select(output => output.Name))}.");
        }

        HashSet<string> needed = new(values, StringComparer.Ordinal);
        HashSet<OnnxNode> kept = new(ReferenceEqualityComparer.Instance);
        Queue<string> open = new(values);
        while (open.TryDequeue(out string? name))
        {
            if (!makers.TryGetValue(name, out OnnxNode? node) || !kept.Add(node)) continue;
            foreach (string read in Read(node))
            {
                if (needed.Add(read)) open.Enqueue(read);
            }
        }

        return new OnnxGraph
        {
            Name = graph.Name,
            Nodes = [.. graph.Nodes.Where(kept.Contains)],
            Initializers = [.. graph.Initializers.Where(tensor => needed.Contains(tensor.Name))],
            Inputs = [.. graph.Inputs.Where(input => needed.Contains(input.Name))],
            Outputs = [.. values.Select(value => graph.Outputs.FirstOrDefault(output => output.Name == value)
                ?? new OnnxValueInfo(value, OnnxElementType.Undefined, null))],
        };
    }

    /// <summary>What a node reads, and the graphs within it.</summary>
    private static IEnumerable<string> Read(OnnxNode node) => node.Inputs.Concat(node.Attributes
        .Where(attribute => attribute.Graph is not null)
        .SelectMany(attribute => attribute.Graph!.Nodes.SelectMany(Read).Concat(attribute.Graph.Outputs.Select(output => output.Name))));
}
