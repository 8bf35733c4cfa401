namespace ModelGen.Benchmarks.Architectures;

/// <summary>Relu of the sum of a branch and a shortcut: <c>Residual</c> in <c>peer.py</c>.</summary>
/// <param name="Branch">The layers beside the shortcut; their parameters come first.</param>
/// <param name="Shortcut">What happens to the input meanwhile, or null for nothing.</param>
internal sealed record Residual(Architecture Branch, Architecture? Shortcut = null) : Architecture
{
    public override double ForwardFlop => Branch.ForwardFlop + (Shortcut?.ForwardFlop ?? 0);

    public override double FirstFlop => Branch.FirstFlop + (Shortcut?.FirstFlop ?? 0);

    public override string PyTorch => $"Residual({Branch.PyTorch}, {Shortcut?.PyTorch ?? "nn.Identity()"})";

    /// <summary>The block of ResNet-18 and ResNet-20: two 3×3 convolutions with batch normalization.</summary>
    /// <param name="channels">The channels that arrive.</param>
    /// <param name="filters">The channels that leave.</param>
    /// <param name="size">The height and width of the images that leave; if the channels change, twice that arrives, and a 1×1 convolution
    /// is the shortcut.</param>
    public static Residual Basic(int channels, int filters, int size)
    {
        int stride = channels == filters ? 1 : 2;
        Chain branch = new(
            new Convolution(channels, filters, 3, size) { Stride = stride, Padding = 1, Normalized = true },
            Weightless.Relu,
            new Convolution(filters, filters, 3, size) { Padding = 1, Normalized = true });
        return new Residual(
            branch,
            stride == 1 ? null : new Convolution(channels, filters, 1, size) { Stride = stride, Normalized = true });
    }
}
