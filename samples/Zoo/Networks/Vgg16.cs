using ModelGen;

namespace Zoo.Networks;

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
