using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Means over a fixed number of windows, whatever the image's size. [N, C, H, W] → [N, C, height, width]; output i is the
/// mean over rows ⌊i·H / height⌋ to ⌈(i + 1)·H / height⌉ − 1, and so along the width.
/// </summary>
/// <remarks>No parameters. PyTorch: <c>nn.AdaptiveAvgPool2d</c>.</remarks>
/// <example>
/// <code>
/// [AdaptiveAvgPool2D(7), Flatten, Dense(4096)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AdaptiveAvgPool2DAttribute : LayerAttribute
{
    /// <summary>Declares a pooling to a square.</summary>
    /// <param name="size">The height and width of the output: at least 1.</param>
    public AdaptiveAvgPool2DAttribute(int size) => Size = [size];

    /// <summary>Declares a pooling.</summary>
    /// <param name="size">The height and the width of the output, each at least 1.</param>
    public AdaptiveAvgPool2DAttribute(int[] size) => Size = size;

    /// <summary>The size of the output, each number at least 1: one for a square, or height and width.</summary>
    public int[] Size { get; }
}
