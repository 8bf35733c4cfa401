namespace ModelGen;

/// <content>Layers of a whole model as a method: convolutions.</content>
public sealed partial class Tensor
{
    /// <inheritdoc cref="Conv1DAttribute"/>
    /// <param name="filters"><inheritdoc cref="Conv1DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Conv1DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Conv1DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="causal"><inheritdoc cref="Conv1DAttribute.Causal" path="/summary/node()"/></param>
    /// <param name="groups"><inheritdoc cref="Conv1DAttribute.Groups" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
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
    public Tensor Conv1D(
        int filters, int kernel, int stride = 1, int padding = 0, int dilation = 1, bool causal = false, int groups = 1,
        bool useBias = true, Init init = Init.Auto, double initScale = 0.01, bool weightNorm = false, bool spectralNorm = false,
        double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN, double clipNorm = double.NaN,
        double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="Conv2DAttribute"/>
    /// <param name="filters"><inheritdoc cref="Conv2DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Convolution2DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="groups"><inheritdoc cref="Conv2DAttribute.Groups" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution2DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution2DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution2DAttribute.Dilations" path="/summary/node()"/></param>
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
    public Tensor Conv2D(
        int filters, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool useBias = true,
        int[]? strides = null, int[]? paddings = null, int[]? dilations = null, Init init = Init.Auto, double initScale = 0.01,
        bool weightNorm = false, bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="Conv2DAttribute"/>
    /// <param name="filters"><inheritdoc cref="Conv2DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Convolution2DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="groups"><inheritdoc cref="Conv2DAttribute.Groups" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution2DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution2DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution2DAttribute.Dilations" path="/summary/node()"/></param>
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
    public Tensor Conv2D(
        int filters, int[] kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool useBias = true,
        int[]? strides = null, int[]? paddings = null, int[]? dilations = null, Init init = Init.Auto, double initScale = 0.01,
        bool weightNorm = false, bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="DepthwiseConv2DAttribute"/>
    /// <param name="kernel"><inheritdoc cref="Convolution2DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="multiplier"><inheritdoc cref="DepthwiseConv2DAttribute.Multiplier" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution2DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution2DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution2DAttribute.Dilations" path="/summary/node()"/></param>
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
    public Tensor DepthwiseConv2D(
        int kernel, int stride = 1, int padding = 0, int dilation = 1, int multiplier = 1, bool useBias = true, int[]? strides = null,
        int[]? paddings = null, int[]? dilations = null, Init init = Init.Auto, double initScale = 0.01, bool weightNorm = false,
        bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="DepthwiseConv2DAttribute"/>
    /// <param name="kernel"><inheritdoc cref="Convolution2DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="multiplier"><inheritdoc cref="DepthwiseConv2DAttribute.Multiplier" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution2DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution2DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution2DAttribute.Dilations" path="/summary/node()"/></param>
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
    public Tensor DepthwiseConv2D(
        int[] kernel, int stride = 1, int padding = 0, int dilation = 1, int multiplier = 1, bool useBias = true, int[]? strides = null,
        int[]? paddings = null, int[]? dilations = null, Init init = Init.Auto, double initScale = 0.01, bool weightNorm = false,
        bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="SeparableConv2DAttribute"/>
    /// <param name="filters"><inheritdoc cref="SeparableConv2DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Convolution2DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="multiplier"><inheritdoc cref="SeparableConv2DAttribute.Multiplier" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution2DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution2DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution2DAttribute.Dilations" path="/summary/node()"/></param>
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
    public Tensor SeparableConv2D(
        int filters, int kernel, int stride = 1, int padding = 0, int dilation = 1, int multiplier = 1, bool useBias = true,
        int[]? strides = null, int[]? paddings = null, int[]? dilations = null, Init init = Init.Auto, double initScale = 0.01,
        bool weightNorm = false, bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="SeparableConv2DAttribute"/>
    /// <param name="filters"><inheritdoc cref="SeparableConv2DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Convolution2DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="multiplier"><inheritdoc cref="SeparableConv2DAttribute.Multiplier" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution2DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution2DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution2DAttribute.Dilations" path="/summary/node()"/></param>
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
    public Tensor SeparableConv2D(
        int filters, int[] kernel, int stride = 1, int padding = 0, int dilation = 1, int multiplier = 1, bool useBias = true,
        int[]? strides = null, int[]? paddings = null, int[]? dilations = null, Init init = Init.Auto, double initScale = 0.01,
        bool weightNorm = false, bool spectralNorm = false, double l1 = double.NaN, double l2 = double.NaN, double maxNorm = double.NaN,
        double clipNorm = double.NaN, double clipValue = double.NaN, bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="ConvTranspose2DAttribute"/>
    /// <param name="filters"><inheritdoc cref="ConvTranspose2DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Convolution2DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="outputPadding"><inheritdoc cref="ConvTranspose2DAttribute.OutputPadding" path="/summary/node()"/></param>
    /// <param name="groups"><inheritdoc cref="ConvTranspose2DAttribute.Groups" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution2DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution2DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution2DAttribute.Dilations" path="/summary/node()"/></param>
    /// <param name="outputPaddings"><inheritdoc cref="ConvTranspose2DAttribute.OutputPaddings" path="/summary/node()"/></param>
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
    public Tensor ConvTranspose2D(
        int filters, int kernel, int stride = 1, int padding = 0, int dilation = 1, int outputPadding = 0, int groups = 1,
        bool useBias = true, int[]? strides = null, int[]? paddings = null, int[]? dilations = null, int[]? outputPaddings = null,
        Init init = Init.Auto, double initScale = 0.01, bool weightNorm = false, bool spectralNorm = false, double l1 = double.NaN,
        double l2 = double.NaN, double maxNorm = double.NaN, double clipNorm = double.NaN, double clipValue = double.NaN,
        bool frozen = false, string? name = null) => Layer();

    /// <inheritdoc cref="ConvTranspose2DAttribute"/>
    /// <param name="filters"><inheritdoc cref="ConvTranspose2DAttribute.Filters" path="/summary/node()"/></param>
    /// <param name="kernel"><inheritdoc cref="Convolution2DAttribute.Kernel" path="/summary/node()"/></param>
    /// <param name="stride"><inheritdoc cref="ConvolutionAttribute.Stride" path="/summary/node()"/></param>
    /// <param name="padding"><inheritdoc cref="Convolution2DAttribute.Padding" path="/summary/node()"/></param>
    /// <param name="dilation"><inheritdoc cref="ConvolutionAttribute.Dilation" path="/summary/node()"/></param>
    /// <param name="outputPadding"><inheritdoc cref="ConvTranspose2DAttribute.OutputPadding" path="/summary/node()"/></param>
    /// <param name="groups"><inheritdoc cref="ConvTranspose2DAttribute.Groups" path="/summary/node()"/></param>
    /// <param name="useBias"><inheritdoc cref="ConvolutionAttribute.UseBias" path="/summary/node()"/></param>
    /// <param name="strides"><inheritdoc cref="Convolution2DAttribute.Strides" path="/summary/node()"/></param>
    /// <param name="paddings"><inheritdoc cref="Convolution2DAttribute.Paddings" path="/summary/node()"/></param>
    /// <param name="dilations"><inheritdoc cref="Convolution2DAttribute.Dilations" path="/summary/node()"/></param>
    /// <param name="outputPaddings"><inheritdoc cref="ConvTranspose2DAttribute.OutputPaddings" path="/summary/node()"/></param>
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
    public Tensor ConvTranspose2D(
        int filters, int[] kernel, int stride = 1, int padding = 0, int dilation = 1, int outputPadding = 0, int groups = 1,
        bool useBias = true, int[]? strides = null, int[]? paddings = null, int[]? dilations = null, int[]? outputPaddings = null,
        Init init = Init.Auto, double initScale = 0.01, bool weightNorm = false, bool spectralNorm = false, double l1 = double.NaN,
        double l2 = double.NaN, double maxNorm = double.NaN, double clipNorm = double.NaN, double clipValue = double.NaN,
        bool frozen = false, string? name = null) => Layer();
}
