using ModelGen;

namespace Zoo.Networks;

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
