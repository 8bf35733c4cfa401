namespace ModelGen.Onnx.Format;

/// <summary>Nodes in an order in which they can run, constants, and the values that go in and come out.</summary>
internal sealed class OnnxGraph
{
    public string Name { get; init; } = "";

    public IReadOnlyList<OnnxNode> Nodes { get; init; } = [];

    public IReadOnlyList<OnnxTensor> Initializers { get; init; } = [];

    public IReadOnlyList<OnnxValueInfo> Inputs { get; init; } = [];

    public IReadOnlyList<OnnxValueInfo> Outputs { get; init; } = [];
}
