namespace ModelGen;

/// <summary>The common part of <see cref="MaxPool3DAttribute"/> and <see cref="AvgPool3DAttribute"/>.</summary>
public abstract class Pool3DAttribute : LayerAttribute
{
    /// <summary>Stores the size of the window.</summary>
    /// <param name="size">One number, or depth, height and width.</param>
    private protected Pool3DAttribute(int[] size) => Size = size;

    /// <summary>The size of the window, each number at least 1: one for a cube, or depth, height and width.</summary>
    public int[] Size { get; }

    /// <summary>How far the window moves from one output to the next: at least 1; or 0, which stands for its size. Default: 0.</summary>
    public int Stride { get; set; }

    /// <summary>
    /// The strides along depth, height and width, where they differ; then <see cref="Stride"/> has no effect. Default: none.
    /// </summary>
    public int[] Strides { get; set; } = [];

    /// <summary>How far windows may reach over each edge: at least 0, at most half of the window. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// The paddings of depth, height and width, where they differ; then <see cref="Padding"/> has no effect. Default: none.
    /// </summary>
    public int[] Paddings { get; set; } = [];

    /// <summary>
    /// Whether the last window along an axis may be partly outside, as in <see cref="PoolAttribute.CeilMode"/>. Default: false.
    /// </summary>
    public bool CeilMode { get; set; }
}
