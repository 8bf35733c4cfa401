using ModelGen.Benchmarks.Onnx;

namespace ModelGen.Benchmarks.Architectures;

/// <summary>An elementwise function that PyTorch has as a module without arguments, and ONNX as an operator.</summary>
/// <param name="Module">The class in <c>torch.nn</c>.</param>
/// <param name="Operator">The ONNX operator.</param>
internal sealed record Activation(string Module, string Operator) : Architecture
{
    public static readonly Activation Relu = new("ReLU", "Relu"), Tanh = new("Tanh", "Tanh");

    public override double ForwardFlop => 0;

    public override double FirstFlop => 0;

    public override string PyTorch => $"nn.{Module}()";

    public override string AddTo(OnnxGraph graph, string input, WeightReader weights) => graph.Node(Operator, [input]);
}
