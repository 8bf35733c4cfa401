namespace ModelGen;

/// <summary>The common part of <see cref="MaxPool1DAttribute"/> and <see cref="AvgPool1DAttribute"/>.</summary>
public abstract class Pool1DAttribute : LayerAttribute
{
    /// <summary>Stores the size of the window.</summary>
    /// <param name="size">The elements of a window.</param>
    private protected Pool1DAttribute(int size) => Size = size;

    /// <summary>The size of the window: at least 1.</summary>
    public int Size { get; }

    /// <summary>How far the window moves from one output to the next: at least 1; or 0, which stands for its size. Default: 0.</summary>
    public int Stride { get; set; }

    /// <summary>How far windows may reach over each end: at least 0, at most half of the window. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// Whether the last window may be partly outside, so that every element is read: L' is then rounded up, unless the window would be
    /// entirely in the padding. Default: false.
    /// </summary>
    public bool CeilMode { get; set; }
}
