namespace ModelGen.Benchmarks.Architectures;

/// <summary>Layers one after the other: <c>nn.Sequential</c>.</summary>
internal sealed record Chain(params IReadOnlyList<Architecture> Layers) : Architecture
{
    public override double ForwardFlop => Layers.Sum(layer => layer.ForwardFlop);

    public override double FirstFlop => Layers.Select(layer => layer.FirstFlop).FirstOrDefault(flop => flop > 0);

    public override string PyTorch => $"nn.Sequential({string.Join(", ", Layers.Select(layer => layer.PyTorch))})";
}
