using System.Globalization;
namespace ModelGen.Benchmarks.Architectures;

/// <summary>A dense layer: <c>nn.Linear</c>.</summary>
internal sealed record Linear(int Inputs, int Units) : Architecture
{
    public override double ForwardFlop => 2.0 * Inputs * Units;

    public override double FirstFlop => ForwardFlop;

    public override string PyTorch => string.Create(CultureInfo.InvariantCulture, $"nn.Linear({Inputs}, {Units})");
}
