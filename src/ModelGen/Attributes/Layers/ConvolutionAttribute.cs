namespace ModelGen;

/// <summary>
/// The common part of convolutions: <see cref="Conv1DAttribute"/>, <see cref="Conv2DAttribute"/>,
/// <see cref="DepthwiseConv2DAttribute"/>, <see cref="SeparableConv2DAttribute"/> and <see cref="ConvTranspose2DAttribute"/>.
/// </summary>
public abstract class ConvolutionAttribute : WeightedLayerAttribute
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
}
