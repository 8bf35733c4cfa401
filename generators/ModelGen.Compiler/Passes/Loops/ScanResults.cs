using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>The results of one scan: nodes with the same body and the same inputs.</summary>
internal sealed class ScanResults
{
    private readonly Dictionary<(ScanBody, int, bool, string), List<Node>> _scans = [];

    public ScanResults(TensorGraph graph)
    {
        foreach (var node in graph.Nodes.Where(n => n.Op is ScanOp))
        {
            var key = KeyOf(node);
            if (!_scans.TryGetValue(key, out var results)) _scans.Add(key, results = []);
            results.Add(node);
        }
    }

    /// <summary>Whether there is a scan at all.</summary>
    public bool Any => _scans.Count > 0;

    /// <summary>The nodes of the scan that a node is a result of, in order.</summary>
    public IReadOnlyList<Node> Of(Node scan) => _scans[KeyOf(scan)];

    private static (ScanBody, int, bool, string) KeyOf(Node node)
    {
        var op = (ScanOp)node.Op;
        return (op.Body, op.Length, op.Backwards, string.Join(",", node.Inputs.Select(i => i.Id)));
    }
}
