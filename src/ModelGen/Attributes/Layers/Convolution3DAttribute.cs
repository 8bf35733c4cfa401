namespace ModelGen;

/// <summary>The common part of convolutions of volumes, whose depth, height and width may differ in all arguments.</summary>
public abstract class Convolution3DAttribute : ConvolutionAttribute
{
    /// <summary>Stores the size of the window.</summary>
    /// <param name="kernel">One number, or depth, height and width.</param>
    private protected Convolution3DAttribute(int[] kernel) => Kernel = kernel;

    /// <summary>The size of the window, each number at least 1: one for a cube, or depth, height and width.</summary>
    public int[] Kernel { get; }

    /// <summary>
    /// The strides along depth, height and width, where they differ; then <see cref="ConvolutionAttribute.Stride"/> has no effect. Default:
    /// none.
    /// </summary>
    public int[] Strides { get; set; } = [];

    /// <summary>
    /// The dilations along depth, height and width, where they differ; then <see cref="ConvolutionAttribute.Dilation"/> has no effect.
    /// Default: none.
    /// </summary>
    public int[] Dilations { get; set; } = [];

    /// <summary>
    /// How many zeros are put on each side, before the window slides: 0 or more, or <see cref="Padding.Same"/>. Default: 0.
    /// (For a transposed convolution: how much is cut off on each side, and no <see cref="Padding.Same"/>.)
    /// </summary>
    public int Padding { get; set; }

    /// <summary>
    /// The paddings of depth, height and width, where they differ; then <see cref="Padding"/> has no effect. Default: none.
    /// </summary>
    public int[] Paddings { get; set; } = [];
}
