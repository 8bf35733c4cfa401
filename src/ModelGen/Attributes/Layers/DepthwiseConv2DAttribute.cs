using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A convolution of each channel by itself: <see cref="Conv2DAttribute"/> with as many groups as channels.
/// [N, C, H, W] → [N, C · multiplier, H', W'].
/// </summary>
/// <remarks>
/// <para>
/// Weights: <c>weight</c> [C · multiplier, 1, height, width]; <c>bias</c> [C · multiplier], unless
/// <see cref="ConvolutionAttribute.UseBias"/> is false. Output channels c · multiplier, c · multiplier + 1, … come from channel c.
/// </para>
/// <para>
/// PyTorch: <c>nn.Conv2d(C, C * multiplier, kernel, groups=C)</c>. Howard et al.: MobileNets, 2017.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [DepthwiseConv2D(3, Padding = 1), Relu, Conv2D(64, 1)]  // the two halves of a MobileNet layer
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1704.04861"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DepthwiseConv2DAttribute : Convolution2DAttribute
{
    /// <summary>Declares a depthwise convolution with a square window.</summary>
    /// <param name="kernel">The height and width of the window: at least 1.</param>
    public DepthwiseConv2DAttribute(int kernel)
        : base([kernel])
    {
    }

    /// <summary>Declares a depthwise convolution.</summary>
    /// <param name="kernel">The height and the width of the window, each at least 1.</param>
    public DepthwiseConv2DAttribute(int[] kernel)
        : base(kernel)
    {
    }

    /// <summary>How many output channels each channel gives: at least 1. Default: 1.</summary>
    public int Multiplier { get; set; } = 1;
}
