using ModelGen;

namespace Zoo.Networks;

/// <summary>FCN-32s: VGG-16 whose fully connected layers are convolutions, and a map of 21 classes from it.</summary>
/// <remarks>
/// Long, Shelhamer, Darrell: Fully Convolutional Networks for Semantic Segmentation, CVPR 2015: 134 million parameters (table 1). They are
/// 134,346,581 with the bilinear interpolation kept fixed. The seventh of height and width that the paper loses at the edges, and
/// makes up for by 100 pixels of padding, is kept here by three pixels of padding at the 7×7 convolution. Each class has a logit of its own
/// at
/// each pixel.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1411.4038"/>
[Model, Budget(Parameters = 134_346_581)]
[Input(3, 224, 224)]
[Repeat<VggConv>(2, 64), MaxPool2D(2)]
[Repeat<VggConv>(2, 128), MaxPool2D(2)]
[Repeat<VggConv>(3, 256), MaxPool2D(2)]
[Repeat<VggConv>(3, 512), MaxPool2D(2)]
[Repeat<VggConv>(3, 512), MaxPool2D(2)]
[Conv2D(4096, 7, Padding = 3), Relu, Dropout]
[Conv2D(4096, 1), Relu, Dropout]
[Conv2D(21, 1), Upsample2D(32, Mode = Upsampling.Bilinear)]
[BinaryCrossEntropy, Sgd(1e-3f, Momentum = 0.9f)]
public sealed partial class Fcn32;
