using System.Globalization;
using ModelGen.Onnx.Format;

namespace ModelGen.Benchmarks.Architectures;

/// <summary>
/// A graph for ONNX Runtime that is written by hand, where the exporter's would not be the fastest: nodes in order, weights inside.
/// </summary>
internal sealed class GraphBuilder
{
    /// <summary>The name of the input of every graph.</summary>
    public const string Input = "input";

    /// <summary>The operators that ONNX Runtime adds, written in front of their names.</summary>
    private const string RuntimeDomain = "com.microsoft";

    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];

    /// <summary>Adds a tensor of constants.</summary>
    /// <returns>The name of the value.</returns>
    public string Constant(IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        string name = NewName();
        _constants.Add(OnnxTensor.Of(name, values, [.. shape.Select(axis => (long)axis)]));
        return name;
    }

    /// <summary>Adds an operator with one result.</summary>
    /// <param name="type">The operator, such as <c>Gemm</c>, or <c>com.microsoft.Attention</c>.</param>
    /// <param name="inputs">The names of its operands.</param>
    /// <param name="attributes">Its attributes, whole numbers.</param>
    /// <returns>The name of the result.</returns>
    public string Node(string type, IReadOnlyList<string> inputs, params IReadOnlyList<(string Name, int Value)> attributes)
    {
        string name = NewName();
        bool isOfRuntime = type.StartsWith(RuntimeDomain, StringComparison.Ordinal);
        _nodes.Add(new OnnxNode(type[(type.LastIndexOf('.') + 1)..], inputs, [name])
        {
            Domain = isOfRuntime ? RuntimeDomain : "",
            Attributes = [.. attributes.Select(attribute => OnnxAttribute.Of(attribute.Name, (long)attribute.Value))],
        });
        return name;
    }

    /// <summary>The finished file.</summary>
    /// <param name="inputShape">The shape of the input, the batch first.</param>
    /// <param name="output">The value that is the result.</param>
    /// <param name="outputShape">Its shape.</param>
    public OnnxModel ToModel(IReadOnlyList<int> inputShape, string output, IReadOnlyList<int> outputShape) => new()
    {
        Producer = "ModelGen.Benchmarks",
        Opsets = new Dictionary<string, long> { [""] = 17, [RuntimeDomain] = 1 },
        Graph = new OnnxGraph
        {
            Name = "workload",
            Nodes = _nodes,
            Initializers = _constants,
            Inputs = [Value(Input, inputShape)],
            Outputs = [Value(output, outputShape)],
        },
    };

    private static OnnxValueInfo Value(string name, IReadOnlyList<int> shape) =>
        new(name, OnnxElementType.Float, [.. shape.Select(axis => OnnxAxis.Of(axis))]);

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"value{_nodes.Count + _constants.Count}");
}
