using System.Globalization;
using ModelGen.Benchmarks.Onnx;

namespace ModelGen.Benchmarks.Architectures;

/// <summary>A dense layer: <c>nn.Linear</c>, and <c>Gemm</c> with the weight transposed, as it is stored.</summary>
internal sealed record Linear(int Inputs, int Units) : Architecture
{
    public override double ForwardFlop => 2.0 * Inputs * Units;

    public override double FirstFlop => ForwardFlop;

    public override string PyTorch => string.Create(CultureInfo.InvariantCulture, $"nn.Linear({Inputs}, {Units})");

    public override string AddTo(OnnxGraph graph, string input, WeightReader weights)
    {
        string weight = graph.Constant([Units, Inputs], weights.Next(Units, Inputs));
        string bias = graph.Constant([Units], weights.Next(Units));
        return graph.Node("Gemm", [input, weight, bias], ("transB", 1));
    }
}
