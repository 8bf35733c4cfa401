using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A larger image from more channels: each r² channels become one whose pixels they interleave. [N, C·r², H, W] → [N, C, H·r, W·r].
/// </summary>
/// <remarks>
/// Output (c, h·r + i, w·r + j) is input (c·r² + i·r + j, h, w). No parameters. Shi et al.: Real-Time Single Image and Video
/// Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network, 2016. PyTorch: <c>nn.PixelShuffle</c>.
/// </remarks>
/// <example>
/// <code>
/// [Conv2D(3 * 4, 3, Padding = 1), PixelShuffle(2)]        // three channels, twice as high and wide
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1609.05158"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PixelShuffleAttribute : LayerAttribute
{
    /// <summary>Declares a pixel shuffle.</summary>
    /// <param name="scale">How many times as high and wide the image becomes: at least 1; its square divides the channels.</param>
    public PixelShuffleAttribute(int scale) => Scale = scale;

    /// <summary>How many times as high and wide the image becomes: at least 1; its square divides the channels.</summary>
    public int Scale { get; }
}
