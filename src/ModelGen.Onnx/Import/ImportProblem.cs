namespace ModelGen.Onnx;

/// <summary>A node of an ONNX graph that no layer expresses.</summary>
/// <param name="OpType">The operator, such as <c>Einsum</c>.</param>
/// <param name="Node">The name of the node, or of its first result.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record ImportProblem(string OpType, string Node, string Reason)
{
    /// <summary>Operator, node and reason: <c>Einsum 'attention/1': …</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{OpType} '{Node}': {Reason}";
}
