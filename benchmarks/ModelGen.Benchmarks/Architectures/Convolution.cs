using System.Globalization;
namespace ModelGen.Benchmarks.Architectures;

/// <summary>A convolution of square images with square windows: <c>nn.Conv2d</c>.</summary>
/// <param name="Channels">The channels that arrive.</param>
/// <param name="Filters">The channels that leave.</param>
/// <param name="Kernel">The height and width of the window.</param>
/// <param name="Size">The height and width of the images that leave.</param>
internal sealed record Convolution(int Channels, int Filters, int Kernel, int Size) : Architecture
{
    /// <summary>The distance between windows.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>The zeros on each side.</summary>
    public int Padding { get; init; }

    /// <summary>Whether batch normalization takes the place of the bias.</summary>
    public bool Normalized { get; init; }

    /// <summary>Taps that fall on padding count, too: shapes know nothing of them.</summary>
    public override double ForwardFlop => 2.0 * Channels * Kernel * Kernel * Filters * Size * Size;

    public override double FirstFlop => ForwardFlop;

    public override string PyTorch => Normalized
        ? string.Create(CultureInfo.InvariantCulture, $"nn.Sequential({Module("False")}, nn.BatchNorm2d({Filters}))")
        : Module("True");

    private string Module(string bias) => string.Create(
        CultureInfo.InvariantCulture, $"nn.Conv2d({Channels}, {Filters}, {Kernel}, stride={Stride}, padding={Padding}, bias={bias})");
}
