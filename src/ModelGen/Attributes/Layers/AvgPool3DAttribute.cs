using System.Diagnostics;

namespace ModelGen;

/// <summary>The mean of each window of each channel of a volume. [N, C, D, H, W] → [N, C, D', H', W'].</summary>
/// <remarks>
/// No parameters. The padding is zeros, which count; what lies beyond it under <see cref="Pool3DAttribute.CeilMode"/> does not: see
/// <see cref="AvgPool2DAttribute"/>. PyTorch: <c>nn.AvgPool3d</c>.
/// </remarks>
/// <example>
/// <code>
/// [Input(1, 16, 32, 32), Conv3D(8, 3), Relu, AvgPool3D(2)]  // half the depth, height and width
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AvgPool3DAttribute : Pool3DAttribute
{
    /// <summary>Declares a pooling whose window is a cube.</summary>
    /// <param name="size">The depth, height and width of the window, and its stride unless another is given: at least 1.</param>
    public AvgPool3DAttribute(int size)
        : base([size])
    {
    }

    /// <summary>Declares a pooling.</summary>
    /// <param name="size">The depth, height and width of the window, and its strides unless others are given: each at least 1.</param>
    public AvgPool3DAttribute(int[] size)
        : base(size)
    {
    }
}
