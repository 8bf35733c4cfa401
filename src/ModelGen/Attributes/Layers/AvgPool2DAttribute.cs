using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The mean of each window of each channel. [N, C, H, W] → [N, C, H', W'], H' = ⌊(H + 2·padding − size) / stride⌋ + 1.
/// </summary>
/// <remarks>
/// No parameters. The padding is zeros, which count: each sum is divided by the size of the window. Where
/// <see cref="PoolAttribute.CeilMode"/> makes the last window reach further than the padding, what lies beyond does not count: that
/// sum is divided by the size of the part within. PyTorch: <c>nn.AvgPool2d</c>.
/// </remarks>
/// <example>
/// <code>
/// [AvgPool2D(2)]                                          // half the height and width
/// </code>
/// </example>
/// <seealso cref="GlobalAvgPool2DAttribute"/>
/// <seealso cref="AdaptiveAvgPool2DAttribute"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AvgPool2DAttribute : PoolAttribute
{
    /// <summary>Declares a pooling with a square window.</summary>
    /// <param name="size">The height and width of the window, and its stride unless another is given: at least 1.</param>
    public AvgPool2DAttribute(int size)
        : base([size])
    {
    }

    /// <summary>Declares a pooling.</summary>
    /// <param name="size">The height and the width of the window, and its strides unless others are given: each at least 1.</param>
    public AvgPool2DAttribute(int[] size)
        : base(size)
    {
    }
}
