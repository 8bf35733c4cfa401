namespace ModelGen;

/// <summary>The common part of <see cref="MaxPool2DAttribute"/> and <see cref="AvgPool2DAttribute"/>.</summary>
public abstract class PoolAttribute : LayerAttribute
{
    /// <summary>Stores the size of the window.</summary>
    /// <param name="size">One number, or height and width.</param>
    private protected PoolAttribute(int[] size) => Size = size;

    /// <summary>The size of the window, each number at least 1: one for a square, or height and width.</summary>
    public int[] Size { get; }

    /// <summary>How far the window moves from one output to the next: at least 1; or 0, which stands for its size. Default: 0.</summary>
    public int Stride { get; set; }

    /// <summary>The strides along height and width, where they differ; then <see cref="Stride"/> has no effect. Default: none.</summary>
    public int[] Strides { get; set; } = [];

    /// <summary>How far windows may reach over each edge: at least 0, at most half of the window. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// The paddings of height (top and bottom) and width (left and right), where they differ; then <see cref="Padding"/> has no effect.
    /// Default: none.
    /// </summary>
    public int[] Paddings { get; set; } = [];

    /// <summary>
    /// Whether the last window of a row or column may be partly outside, so that every element is read: H' is then rounded up, unless
    /// the window would be entirely in the padding. A window a little larger than the value, by less than its stride, then gives one
    /// element. Default: false.
    /// </summary>
    public bool CeilMode { get; set; }
}
