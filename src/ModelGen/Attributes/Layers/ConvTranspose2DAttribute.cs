using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A transposed convolution, the gradient of <see cref="Conv2DAttribute"/> as a layer: each element is multiplied with the window
/// and added to the output, the windows lying a stride apart. [N, C, H, W] → [N, filters, H', W'],
/// H' = (H − 1)·stride − 2·padding + dilation·(kernel − 1) + output padding + 1.
/// </summary>
/// <remarks>
/// <para>
/// Weights: <c>weight</c> [C, filters / groups, height, width]; <c>bias</c> [filters], unless
/// <see cref="ConvolutionAttribute.UseBias"/> is false.
/// </para>
/// <para>
/// PyTorch: <c>nn.ConvTranspose2d</c>, except for the initial weights: see <see cref="Init"/>. Biases start at zero.
/// Padding takes rows and columns away from the output, on each side; output padding adds some at the bottom and on the right.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [ConvTranspose2D(64, 2, Stride = 2)]                    // twice as high and wide
/// [ConvTranspose2D(32, 3, Stride = 2, Padding = 1, OutputPadding = 1)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvTranspose2DAttribute : Convolution2DAttribute
{
    /// <summary>Declares a transposed convolution with a square window.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The height and width of the window: at least 1.</param>
    public ConvTranspose2DAttribute(int filters, int kernel)
        : base([kernel]) => Filters = filters;

    /// <summary>Declares a transposed convolution.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The height and the width of the window, each at least 1.</param>
    public ConvTranspose2DAttribute(int filters, int[] kernel)
        : base(kernel) => Filters = filters;

    /// <summary>The number of output channels: at least 1.</summary>
    public int Filters { get; }

    /// <summary>
    /// How many rows and columns the output has in addition, at the bottom and on the right: 0 or more, and less than the
    /// stride or the dilation. Default: 0.
    /// </summary>
    public int OutputPadding { get; set; }

    /// <summary>
    /// The additions to height and width, where they differ; then <see cref="OutputPadding"/> has no effect. Default: none.
    /// </summary>
    public int[] OutputPaddings { get; set; } = [];

    /// <summary>
    /// Into how many groups the channels are divided, each convolved by itself: a divisor of the channels that arrive and of
    /// the filters. Default: 1.
    /// </summary>
    public int Groups { get; set; } = 1;
}
