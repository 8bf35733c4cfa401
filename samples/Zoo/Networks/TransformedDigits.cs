using ModelGen;

namespace Zoo.Networks;

/// <summary>Looks at a digit and finds the features from which its transform is made.</summary>
[Block]
[Conv2D(8, 7), MaxPool2D(2), Relu]
[Conv2D(10, 5), MaxPool2D(2), Relu]
[Flatten, Dense(32), Relu]
public sealed partial class Localization;

/// <summary>A classifier of digits that first turns, scales and moves its image by a spatial transformer.</summary>
/// <remarks>
/// Jaderberg, Simonyan, Zisserman, Kavukcuoglu: Spatial Transformer Networks, NIPS 2015; the network is that of PyTorch's tutorial, 27,360
/// parameters.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1506.02025"/>
/// <seealso href="https://docs.pytorch.org/tutorials/intermediate/spatial_transformer_tutorial.html"/>
[Model, Budget(Parameters = 27_360)]
[Input(1, 28, 28)]
[SpatialTransformer<Localization>]
[Conv2D(10, 5), MaxPool2D(2), Relu]
[Conv2D(20, 5), SpatialDropout, MaxPool2D(2), Relu]
[Flatten, Dense(50), Relu, Dropout, Dense(10)]
[SoftmaxCrossEntropy, Sgd(0.01f)]
public sealed partial class TransformedDigits;
