using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A convolution of images: y[o, i, j] = bias[o] + Σ weight[o, c, p, q] · x[c, s·i + d·p, s·j + d·q] with stride s and
/// dilation d, over the padded input. [N, C, H, W] → [N, filters, H', W'], H' = ⌊(H + 2·padding − d·(kernel − 1) − 1) / s⌋ + 1.
/// </summary>
/// <remarks>
/// <para>
/// Weights: <c>weight</c> [filters, C / groups, height, width]; <c>bias</c> [filters], unless
/// <see cref="ConvolutionAttribute.UseBias"/> is false.
/// </para>
/// <para>
/// PyTorch: <c>nn.Conv2d</c>, except for the initial weights: see <see cref="Init"/>. Biases start at zero.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(1, 28, 28)]
/// [Conv2D(6, 5, Padding = 2), Relu]                       // [N, 6, 28, 28]
/// [Conv2D(16, 3, Stride = 2, Padding = Padding.Same)]     // [N, 16, 14, 14]
/// [Conv2D(16, [1, 7], Paddings = [0, 3], Groups = 4)]     // a window of height 1 and width 7, in 4 groups
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Conv2DAttribute : Convolution2DAttribute
{
    /// <summary>Declares a convolution with a square window.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The height and width of the window: at least 1.</param>
    public Conv2DAttribute(int filters, int kernel)
        : base([kernel]) => Filters = filters;

    /// <summary>Declares a convolution.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The height and the width of the window, each at least 1.</param>
    public Conv2DAttribute(int filters, int[] kernel)
        : base(kernel) => Filters = filters;

    /// <summary>The number of output channels: at least 1.</summary>
    public int Filters { get; }

    /// <summary>
    /// Into how many groups the channels are divided, each convolved by itself: a divisor of the channels that arrive and of
    /// the filters. Default: 1.
    /// </summary>
    public int Groups { get; set; } = 1;
}
