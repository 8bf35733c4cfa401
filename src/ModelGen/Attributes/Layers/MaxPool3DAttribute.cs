using System.Diagnostics;

namespace ModelGen;

/// <summary>The maximum of each window of each channel of a volume. [N, C, D, H, W] → [N, C, D', H', W'].</summary>
/// <remarks>
/// No parameters. Elements of the padding are never the maximum. Ties and NaN are as in <see cref="MaxPool2DAttribute"/>. PyTorch:
/// <c>nn.MaxPool3d</c>.
/// </remarks>
/// <example>
/// <code>
/// [Input(1, 16, 32, 32), Conv3D(8, 3), Relu, MaxPool3D(2)]  // half the depth, height and width
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool3DAttribute : Pool3DAttribute
{
    /// <summary>Declares a pooling whose window is a cube.</summary>
    /// <param name="size">The depth, height and width of the window, and its stride unless another is given: at least 1.</param>
    public MaxPool3DAttribute(int size)
        : base([size])
    {
    }

    /// <summary>Declares a pooling.</summary>
    /// <param name="size">The depth, height and width of the window, and its strides unless others are given: each at least 1.</param>
    public MaxPool3DAttribute(int[] size)
        : base(size)
    {
    }

    /// <summary>The distance between the elements that a window reads, along each axis: at least 1. Default: 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>
    /// The dilations along depth, height and width, where they differ; then <see cref="Dilation"/> has no effect. Default: none.
    /// </summary>
    public int[] Dilations { get; set; } = [];
}
