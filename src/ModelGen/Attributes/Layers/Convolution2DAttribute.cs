namespace ModelGen;

/// <summary>The common part of convolutions of images, whose height and width may differ in all arguments.</summary>
public abstract class Convolution2DAttribute : ConvolutionAttribute
{
    /// <summary>Stores the size of the window.</summary>
    /// <param name="kernel">One number, or height and width.</param>
    private protected Convolution2DAttribute(int[] kernel) => Kernel = kernel;

    /// <summary>The size of the window, each number at least 1: one for a square, or height and width.</summary>
    public int[] Kernel { get; }

    /// <summary>
    /// The strides along height and width, where they differ; then <see cref="ConvolutionAttribute.Stride"/> has no effect. Default: none.
    /// </summary>
    public int[] Strides { get; set; } = [];

    /// <summary>
    /// The dilations along height and width, where they differ; then <see cref="ConvolutionAttribute.Dilation"/> has no effect. Default:
    /// none.
    /// </summary>
    public int[] Dilations { get; set; } = [];

    /// <summary>
    /// How many zeros are put on each side, before the window slides: 0 or more, or <see cref="Padding.Same"/>. Default: 0.
    /// (For a transposed convolution: how many rows and columns are cut off on each side, and no
    /// <see cref="Padding.Same"/>.)
    /// </summary>
    public int Padding { get; set; }

    /// <summary>
    /// The paddings of height (top and bottom) and width (left and right), where they differ; then <see cref="Padding"/> has no effect.
    /// Default: none.
    /// </summary>
    public int[] Paddings { get; set; } = [];
}
