using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A convolution of volumes: <see cref="Conv2DAttribute"/> with a third axis in front, as of scans and films.
/// [N, C, D, H, W] → [N, filters, D', H', W'], D' = ⌊(D + 2·padding − d·(kernel − 1) − 1) / s⌋ + 1 with stride s and dilation d.
/// </summary>
/// <remarks>
/// <para>
/// Weights: <c>weight</c> [filters, C / groups, depth, height, width]; <c>bias</c> [filters], unless
/// <see cref="ConvolutionAttribute.UseBias"/> is false.
/// </para>
/// <para>
/// PyTorch: <c>nn.Conv3d</c>, except for the initial weights: see <see cref="Init"/>. Biases start at zero.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(1, 16, 32, 32)]
/// [Conv3D(8, 3, Padding = 1), Relu, MaxPool3D(2)]         // [N, 8, 8, 16, 16]
/// [Conv3D(16, [1, 3, 3], Stride = 2), Relu]               // a window of one slice
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Conv3DAttribute : Convolution3DAttribute
{
    /// <summary>Declares a convolution whose window is a cube.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The depth, height and width of the window: at least 1.</param>
    public Conv3DAttribute(int filters, int kernel)
        : base([kernel]) => Filters = filters;

    /// <summary>Declares a convolution.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The depth, the height and the width of the window, each at least 1.</param>
    public Conv3DAttribute(int filters, int[] kernel)
        : base(kernel) => Filters = filters;

    /// <summary>The number of output channels: at least 1.</summary>
    public int Filters { get; }

    /// <summary>
    /// Into how many groups the channels are divided, each convolved by itself: a divisor of the channels that arrive and of
    /// the filters. Default: 1.
    /// </summary>
    public int Groups { get; set; } = 1;
}
