namespace ModelGen;

/// <content>Layers of a whole model as a method: those of volumes.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="Conv3DAttribute"/>
    /// <param name="filters"><inheritdoc cref="Conv3DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Convolution3DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution3DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="groups"><inheritdoc cref="Conv3DAttribute.Groups" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution3DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution3DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution3DAttribute.Dilations" path="/summary/node()"/></param>
    /// <param name="init"><inheritdoc cref="WeightedLayerAttribute.Init" path="/summary/node()"/></param>
    /// <param name="initScale"><inheritdoc cref="WeightedLayerAttribute.InitScale" path="/summary/node()"/></param>
    /// <param name="weightNorm"><inheritdoc cref="WeightedLayerAttribute.WeightNorm" path="/summary/node()"/></param>
    /// <param name="spectralNorm"><inheritdoc cref="WeightedLayerAttribute.SpectralNorm" path="/summary/node()"/></param>
    /// <param name="l1"><inheritdoc cref="WeightedLayerAttribute.L1" path="/summary/node()"/></param>
    /// <param name="l2"><inheritdoc cref="WeightedLayerAttribute.L2" path="/summary/node()"/></param>
    /// <param name="maxNorm"><inheritdoc cref="WeightedLayerAttribute.MaxNorm" path="/summary/node()"/></param>
    /// <param name="clipNorm"><inheritdoc cref="WeightedLayerAttribute.ClipNorm" path="/summary/node()"/></param>
    /// <param name="clipValue"><inheritdoc cref="WeightedLayerAttribute.ClipValue" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Conv3D(
        int filters, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool useBias = true,
        int[]? strides = null, int[]? paddings = null, int[]? dilations = null, Init init = Init.Auto, double initScale = 0.01,
        bool weightNorm = false, bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="Conv3DAttribute"/>
    /// <param name="filters"><inheritdoc cref="Conv3DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Convolution3DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution3DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="groups"><inheritdoc cref="Conv3DAttribute.Groups" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution3DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution3DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution3DAttribute.Dilations" path="/summary/node()"/></param>
    /// <param name="init"><inheritdoc cref="WeightedLayerAttribute.Init" path="/summary/node()"/></param>
    /// <param name="initScale"><inheritdoc cref="WeightedLayerAttribute.InitScale" path="/summary/node()"/></param>
    /// <param name="weightNorm"><inheritdoc cref="WeightedLayerAttribute.WeightNorm" path="/summary/node()"/></param>
    /// <param name="spectralNorm"><inheritdoc cref="WeightedLayerAttribute.SpectralNorm" path="/summary/node()"/></param>
    /// <param name="l1"><inheritdoc cref="WeightedLayerAttribute.L1" path="/summary/node()"/></param>
    /// <param name="l2"><inheritdoc cref="WeightedLayerAttribute.L2" path="/summary/node()"/></param>
    /// <param name="maxNorm"><inheritdoc cref="WeightedLayerAttribute.MaxNorm" path="/summary/node()"/></param>
    /// <param name="clipNorm"><inheritdoc cref="WeightedLayerAttribute.ClipNorm" path="/summary/node()"/></param>
    /// <param name="clipValue"><inheritdoc cref="WeightedLayerAttribute.ClipValue" path="/summary/node()"/></param>
    /// <param name="frozen"><inheritdoc cref="LayerAttribute.Frozen" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor Conv3D(
        int filters, int[] kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool useBias = true,
        int[]? strides = null, int[]? paddings = null, int[]? dilations = null, Init init = Init.Auto, double initScale = 0.01,
        bool weightNorm = false, bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="MaxPool3DAttribute"/>
    /// <param name="size"><inheritdoc cref="Pool3DAttribute.Size" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="Pool3DAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Pool3DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="MaxPool3DAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="ceilMode"><inheritdoc cref="Pool3DAttribute.CeilMode" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Pool3DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Pool3DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="MaxPool3DAttribute.Dilations" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor MaxPool3D(
        int size, int stride = 0, int padding = 0, int dilation = 1, bool ceilMode = false, int[]? strides = null,
        int[]? paddings = null, int[]? dilations = null, string? name = null) => Layer();

    /// <inheritdoc cref="MaxPool3DAttribute"/>
    /// <param name="size"><inheritdoc cref="Pool3DAttribute.Size" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="Pool3DAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Pool3DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="MaxPool3DAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="ceilMode"><inheritdoc cref="Pool3DAttribute.CeilMode" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Pool3DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Pool3DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="MaxPool3DAttribute.Dilations" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor MaxPool3D(
        int[] size, int stride = 0, int padding = 0, int dilation = 1, bool ceilMode = false, int[]? strides = null,
        int[]? paddings = null, int[]? dilations = null, string? name = null) => Layer();

    /// <inheritdoc cref="AvgPool3DAttribute"/>
    /// <param name="size"><inheritdoc cref="Pool3DAttribute.Size" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="Pool3DAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Pool3DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="ceilMode"><inheritdoc cref="Pool3DAttribute.CeilMode" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Pool3DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Pool3DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor AvgPool3D(
        int size, int stride = 0, int padding = 0, bool ceilMode = false, int[]? strides = null, int[]? paddings = null,
        string? name = null) => Layer();

    /// <inheritdoc cref="AvgPool3DAttribute"/>
    /// <param name="size"><inheritdoc cref="Pool3DAttribute.Size" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="Pool3DAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Pool3DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="ceilMode"><inheritdoc cref="Pool3DAttribute.CeilMode" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Pool3DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Pool3DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor AvgPool3D(
        int[] size, int stride = 0, int padding = 0, bool ceilMode = false, int[]? strides = null, int[]? paddings = null,
        string? name = null) => Layer();

    /// <inheritdoc cref="GlobalAvgPool3DAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor GlobalAvgPool3D(string? name = null) => Layer();

    /// <inheritdoc cref="GlobalMaxPool3DAttribute"/>
    /// <param name="name"><inheritdoc cref="LayerAttribute.Name" path="/summary/node()"/></param>
    /// <exception cref="InvalidOperationException">The program calls it: a layer computes in a model only.</exception>
    public Tensor GlobalMaxPool3D(string? name = null) => Layer();
}
