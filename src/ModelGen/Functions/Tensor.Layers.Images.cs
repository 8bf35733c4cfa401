namespace ModelGen;

/// <content>Layers of a whole model as a method: windows, and sizes of images.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="MaxPool2DAttribute"/>
    /// <param name="size"><inheritdoc cref="PoolAttribute.Size" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="PoolAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="PoolAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="MaxPool2DAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="ceilMode"><inheritdoc cref="PoolAttribute.CeilMode" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="PoolAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="PoolAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="MaxPool2DAttribute.Dilations" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor MaxPool2D(
        int[] size, int stride = 0, int padding = 0, int dilation = 1, bool ceilMode = false, int[]? strides = null,
        int[]? paddings = null, int[]? dilations = null, string? name = null) => Layer();

    /// <inheritdoc cref="AvgPool2DAttribute"/>
    /// <param name="size"><inheritdoc cref="PoolAttribute.Size" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="PoolAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="PoolAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="ceilMode"><inheritdoc cref="PoolAttribute.CeilMode" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="PoolAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="PoolAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor AvgPool2D(
        int[] size, int stride = 0, int padding = 0, bool ceilMode = false, int[]? strides = null, int[]? paddings = null,
        string? name = null) => Layer();

    /// <inheritdoc cref="GlobalAvgPool1DAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor GlobalAvgPool1D(string? name = null) => Layer();

    /// <inheritdoc cref="GlobalAvgPool2DAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor GlobalAvgPool2D(string? name = null) => Layer();

    /// <inheritdoc cref="GlobalMaxPool1DAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor GlobalMaxPool1D(string? name = null) => Layer();

    /// <inheritdoc cref="GlobalMaxPool2DAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor GlobalMaxPool2D(string? name = null) => Layer();

    /// <inheritdoc cref="AdaptiveAvgPool2DAttribute"/>
    /// <param name="size"><inheritdoc cref="AdaptiveAvgPool2DAttribute.Size" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor AdaptiveAvgPool2D(int size, string? name = null) => Layer();

    /// <inheritdoc cref="AdaptiveAvgPool2DAttribute"/>
    /// <param name="size"><inheritdoc cref="AdaptiveAvgPool2DAttribute.Size" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor AdaptiveAvgPool2D(int[] size, string? name = null) => Layer();

    /// <inheritdoc cref="Upsample2DAttribute"/>
    /// <param name="scale"><inheritdoc cref="Upsample2DAttribute.Scale" path="/summary/node()"/></param>
    /// <param name="mode"><inheritdoc cref="Upsample2DAttribute.Mode" path="/summary/node()"/></param>
    /// <param name="alignCorners"><inheritdoc cref="Upsample2DAttribute.AlignCorners" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Upsample2D(int scale, Upsampling mode = Upsampling.Nearest, bool alignCorners = false, string? name = null) => Layer();

    /// <inheritdoc cref="Upsample2DAttribute"/>
    /// <param name="scale"><inheritdoc cref="Upsample2DAttribute.Scale" path="/summary/node()"/></param>
    /// <param name="mode"><inheritdoc cref="Upsample2DAttribute.Mode" path="/summary/node()"/></param>
    /// <param name="alignCorners"><inheritdoc cref="Upsample2DAttribute.AlignCorners" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Upsample2D(int[] scale, Upsampling mode = Upsampling.Nearest, bool alignCorners = false, string? name = null) => Layer();

    /// <inheritdoc cref="PixelShuffleAttribute"/>
    /// <param name="scale"><inheritdoc cref="PixelShuffleAttribute.Scale" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor PixelShuffle(int scale, string? name = null) => Layer();

    /// <inheritdoc cref="ZeroPad2DAttribute"/>
    /// <param name="padding"><inheritdoc cref="ZeroPad2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="top"><inheritdoc cref="ZeroPad2DAttribute.Top" path="/summary/node()"/></param>
    /// <param name="bottom"><inheritdoc cref="ZeroPad2DAttribute.Bottom" path="/summary/node()"/></param>
    /// <param name="left"><inheritdoc cref="ZeroPad2DAttribute.Left" path="/summary/node()"/></param>
    /// <param name="right"><inheritdoc cref="ZeroPad2DAttribute.Right" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor ZeroPad2D(int padding = 0, int top = 0, int bottom = 0, int left = 0, int right = 0, string? name = null) => Layer();

    /// <inheritdoc cref="Crop2DAttribute"/>
    /// <param name="crop"><inheritdoc cref="Crop2DAttribute.Crop" path="/summary/node()"/></param>
    /// <param name="top"><inheritdoc cref="Crop2DAttribute.Top" path="/summary/node()"/></param>
    /// <param name="bottom"><inheritdoc cref="Crop2DAttribute.Bottom" path="/summary/node()"/></param>
    /// <param name="left"><inheritdoc cref="Crop2DAttribute.Left" path="/summary/node()"/></param>
    /// <param name="right"><inheritdoc cref="Crop2DAttribute.Right" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Crop2D(int crop = 0, int top = 0, int bottom = 0, int left = 0, int right = 0, string? name = null) => Layer();
}
