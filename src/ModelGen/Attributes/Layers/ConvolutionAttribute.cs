namespace ModelGen;

/// <summary>
/// The common part of convolutions: <see cref="Conv1DAttribute"/>, <see cref="Conv2DAttribute"/>,
/// <see cref="DepthwiseConv2DAttribute"/>, <see cref="SeparableConv2DAttribute"/> and <see cref="ConvTranspose2DAttribute"/>.
/// </summary>
public abstract class ConvolutionAttribute : LayerAttribute
{
    /// <summary>For the attributes that ModelGen itself declares.</summary>
    private protected ConvolutionAttribute()
    {
    }

    /// <summary>How far the window moves from one output to the next, along each axis: at least 1. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The distance between the elements that a window reads, along each axis: at least 1. Default: 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Whether a bias is added to each output channel. Default: true.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>
    /// How <c>weight</c> starts. With k elements in a window, fan_in = in / groups · k and fan_out = out · k; for a transposed
    /// convolution fan_in = out / groups · k and fan_out = in · k, as in PyTorch. Default: <see cref="Init.Auto"/>.
    /// </summary>
    public Init Init { get; set; } = Init.Auto;

    /// <summary>
    /// The standard deviation for <see cref="Init.Normal"/>, without effect on the others: finite, greater than 0.
    /// Default: 0.01.
    /// </summary>
    public float InitScale { get; set; } = 0.01f;
}
