using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A depthwise convolution and a 1×1 convolution behind it, which mixes the channels, with no activation between them.
/// [N, C, H, W] → [N, filters, H', W'].
/// </summary>
/// <remarks>
/// <para>
/// Weights: <c>depthwise_weight</c> [C · multiplier, 1, height, width], <c>pointwise_weight</c>
/// [filters, C · multiplier, 1, 1], and <c>bias</c> [filters], unless <see cref="ConvolutionAttribute.UseBias"/> is false.
/// The depthwise part has no bias: the other one's does the same.
/// </para>
/// <para>Chollet: Xception: Deep Learning with Depthwise Separable Convolutions, 2016. Keras: <c>SeparableConv2D</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// [SeparableConv2D(128, 3, Padding = 1, UseBias = false)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1610.02357"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SeparableConv2DAttribute : Convolution2DAttribute
{
    /// <summary>Declares a separable convolution with a square window.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The height and width of the window: at least 1.</param>
    public SeparableConv2DAttribute(int filters, int kernel)
        : base([kernel]) => Filters = filters;

    /// <summary>Declares a separable convolution.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The height and the width of the window, each at least 1.</param>
    public SeparableConv2DAttribute(int filters, int[] kernel)
        : base(kernel) => Filters = filters;

    /// <summary>The number of output channels: at least 1.</summary>
    public int Filters { get; }

    /// <summary>How many channels the depthwise part makes of each: at least 1. Default: 1.</summary>
    public int Multiplier { get; set; } = 1;
}
