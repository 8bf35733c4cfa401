using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The maximum of each window of each channel. [N, C, H, W] → [N, C, H', W'],
/// H' = ⌊(H + 2·padding − dilation·(size − 1) − 1) / stride⌋ + 1.
/// </summary>
/// <remarks>
/// No parameters. Elements of the padding are never the maximum. A maximum is NaN if one of its elements is. Of equal maxima the first
/// one, row by row, gets the gradient; of several NaN the last. PyTorch: <c>nn.MaxPool2d</c>.
/// </remarks>
/// <example>
/// <code>
/// [MaxPool2D(2)]                                          // half the height and width
/// [MaxPool2D(3, Stride = 2, Padding = 1)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool2DAttribute : PoolAttribute
{
    /// <summary>Declares a pooling with a square window.</summary>
    /// <param name="size">The height and width of the window, and its stride unless another is given: at least 1.</param>
    public MaxPool2DAttribute(int size)
        : base([size])
    {
    }

    /// <summary>Declares a pooling.</summary>
    /// <param name="size">The height and the width of the window, and its strides unless others are given: each at least 1.</param>
    public MaxPool2DAttribute(int[] size)
        : base(size)
    {
    }

    /// <summary>The distance between the elements that a window reads, along each axis: at least 1. Default: 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>
    /// The dilations along height and width, where they differ; then <see cref="Dilation"/> has no effect. Default: none.
    /// </summary>
    public int[] Dilations { get; set; } = [];
}
