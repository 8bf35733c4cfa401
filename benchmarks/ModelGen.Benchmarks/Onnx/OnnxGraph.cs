using System.Globalization;
using System.Runtime.InteropServices;

namespace ModelGen.Benchmarks.Onnx;

/// <summary>Builds an ONNX model file: one float input, one float output, nodes in order, weights inside.</summary>
/// <remarks>Field numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</remarks>
internal sealed class OnnxGraph
{
    /// <summary>The name of the input of every graph.</summary>
    public const string Input = "input";

    /// <summary>The number that stands for integers of 64 bits.</summary>
    public const int Integer64 = 7;

    /// <summary>The operators that ONNX Runtime adds, written in front of their names.</summary>
    private const string RuntimeDomain = "com.microsoft";

    private const int FormatVersion = 8, OperatorVersion = 17, Float = 1;

    private readonly ProtobufWriter _graph = new();
    private int _values;
    private bool _hasRuntimeOperators;

    /// <summary>Adds a tensor of constants.</summary>
    /// <returns>The name of the value.</returns>
    public string Constant(IReadOnlyList<int> shape, ReadOnlySpan<float> values)
    {
        string name = NewName();
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        _graph.Message(5, tensor =>
        {
            foreach (int axis in shape) tensor.Integer(1, axis);
            tensor.Integer(2, Float);
            tensor.Text(8, name);
            tensor.Bytes(9, bytes);
        });
        return name;
    }

    /// <summary>Adds an operator with one result.</summary>
    /// <param name="type">The operator, such as <c>Gemm</c>, or <c>com.microsoft.Attention</c>.</param>
    /// <param name="inputs">The names of its operands.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <returns>The name of the result.</returns>
    public string Node(string type, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes)
    {
        string name = NewName();
        bool isOfRuntime = type.StartsWith(RuntimeDomain, StringComparison.Ordinal);
        _hasRuntimeOperators |= isOfRuntime;
        _graph.Message(1, node =>
        {
            foreach (string input in inputs) node.Text(1, input);
            node.Text(2, name);
            node.Text(4, type[(type.LastIndexOf('.') + 1)..]);
            foreach (OnnxAttribute attribute in attributes) node.Message(5, attribute.WriteTo);
            if (isOfRuntime) node.Text(7, RuntimeDomain);
        });
        return name;
    }

    /// <summary>The finished file.</summary>
    /// <param name="inputShape">The shape of the input, the batch first.</param>
    /// <param name="output">The value that is the result.</param>
    /// <param name="outputShape">Its shape.</param>
    public byte[] ToModel(IReadOnlyList<int> inputShape, string output, IReadOnlyList<int> outputShape)
    {
        _graph.Text(2, "workload");
        _graph.Message(11, value => WriteValue(value, Input, inputShape));
        _graph.Message(12, value => WriteValue(value, output, outputShape));
        ProtobufWriter model = new();
        model.Integer(1, FormatVersion);
        model.Text(2, "ModelGen.Benchmarks");
        model.Bytes(7, _graph.ToArray());
        model.Message(8, operators => operators.Integer(2, OperatorVersion));
        if (_hasRuntimeOperators)
        {
            model.Message(8, operators =>
            {
                operators.Text(1, RuntimeDomain);
                operators.Integer(2, 1);
            });
        }

        return model.ToArray();
    }

    private static void WriteValue(ProtobufWriter value, string name, IReadOnlyList<int> shape)
    {
        value.Text(1, name);
        value.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Integer(1, Float);
            tensor.Message(2, axes =>
            {
                foreach (int axis in shape) axes.Message(1, dimension => dimension.Integer(1, axis));
            });
        }));
    }

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"value{_values++}");
}
