using ModelGen;

namespace Zoo.Networks;

/// <summary>A 3×3 convolution with ReLU that keeps height and width: all that VGG's images pass besides maxima.</summary>
[Block]
[Conv2D(Arg.A, 3, Padding = 1), Relu]
public sealed partial class VggConv;

/// <summary>VGG's three fully connected layers, for 1000 classes.</summary>
[Block]
[AdaptiveAvgPool2D(7), Flatten]
[Dense(4096), Relu, Dropout]
[Dense(4096), Relu, Dropout, Dense(1000)]
public sealed partial class VggHead;

/// <summary>VGG-11: configuration A of the paper, without batch normalization.</summary>
/// <remarks>
/// Simonyan, Zisserman: Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015. 132,863,336 parameters, as
/// torchvision's <c>vgg11</c>; the paper says 133 million.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1409.1556"/>
/// <seealso href="https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.vgg11.html"/>
[Model, Budget(Parameters = 132_863_336)]
[Input(3, 224, 224)]
[Use<VggConv>(64), MaxPool2D(2)]
[Use<VggConv>(128), MaxPool2D(2)]
[Repeat<VggConv>(2, 256), MaxPool2D(2)]
[Repeat<VggConv>(2, 512), MaxPool2D(2)]
[Repeat<VggConv>(2, 512), MaxPool2D(2)]
[Use<VggHead>]
[SoftmaxCrossEntropy, Sgd(0.01f, Momentum = 0.9f)]
public sealed partial class Vgg11;

/// <summary>VGG-16: configuration D of the paper, without batch normalization.</summary>
/// <remarks>
/// Simonyan, Zisserman: Very Deep Convolutional Networks for Large-Scale Image Recognition, ICLR 2015. 138,357,544 parameters, as
/// torchvision's <c>vgg16</c>; the paper says 138 million.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1409.1556"/>
/// <seealso href="https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.vgg16.html"/>
[Model, Budget(Parameters = 138_357_544)]
[Input(3, 224, 224)]
[Repeat<VggConv>(2, 64), MaxPool2D(2)]
[Repeat<VggConv>(2, 128), MaxPool2D(2)]
[Repeat<VggConv>(3, 256), MaxPool2D(2)]
[Repeat<VggConv>(3, 512), MaxPool2D(2)]
[Repeat<VggConv>(3, 512), MaxPool2D(2)]
[Use<VggHead>]
[SoftmaxCrossEntropy, Sgd(0.01f, Momentum = 0.9f)]
public sealed partial class Vgg16;
