using ModelGen.Benchmarks.Onnx;

namespace ModelGen.Benchmarks.Architectures;

/// <summary>A layer without weights. Its work counts as nothing.</summary>
/// <param name="Module">The class in <c>torch.nn</c> with its arguments, such as <c>MaxPool2d(2)</c>.</param>
/// <param name="Operator">The ONNX operator.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record Weightless(string Module, string Operator, params IReadOnlyList<OnnxAttribute> Attributes) : Architecture
{
    public static readonly Weightless
        Relu = new("ReLU()", "Relu"),
        Tanh = new("Tanh()", "Tanh"),
        Flatten = new("Flatten()", "Flatten"),
        GlobalAverage = new("AdaptiveAvgPool2d(1)", "GlobalAveragePool");

    public override double ForwardFlop => 0;

    public override double FirstFlop => 0;

    public override string PyTorch => $"nn.{Module}";

    /// <summary>Maxima of square windows.</summary>
    public static Weightless MaxPool(int size, int stride, int padding = 0) => new(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"MaxPool2d({size}, {stride}, {padding})"),
        "MaxPool",
        ("kernel_shape", [size, size]),
        ("strides", [stride, stride]),
        ("pads", [padding, padding, padding, padding]));

    public override string AddTo(OnnxGraph graph, string input, WeightReader weights) => graph.Node(Operator, [input], Attributes);
}
