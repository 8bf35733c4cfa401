namespace ModelGen.Benchmarks.Architectures;

/// <summary>A layer without weights. Its work counts as nothing.</summary>
/// <param name="Module">The class in <c>torch.nn</c> with its arguments, such as <c>MaxPool2d(2)</c>.</param>
internal sealed record Weightless(string Module) : Architecture
{
    public static readonly Weightless
        Relu = new("ReLU()"),
        Tanh = new("Tanh()"),
        Flatten = new("Flatten()"),
        GlobalAverage = new("AdaptiveAvgPool2d(1)");

    public override double ForwardFlop => 0;

    public override double FirstFlop => 0;

    public override string PyTorch => $"nn.{Module}";

    /// <summary>Maxima of square windows.</summary>
    public static Weightless MaxPool(int size, int stride, int padding = 0) => new(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"MaxPool2d({size}, {stride}, {padding})"));
}
