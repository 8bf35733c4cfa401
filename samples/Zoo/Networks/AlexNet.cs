using ModelGen;

namespace Zoo.Networks;

/// <summary>AlexNet, the network whose success on ImageNet began the present wave, in the form for one processor.</summary>
/// <remarks>
/// Krizhevsky, Sutskever, Hinton: ImageNet Classification with Deep Convolutional Neural Networks, NIPS 2012; in the form of Krizhevsky:
/// One
/// Weird Trick for Parallelizing Convolutional Neural Networks, 2014, which is torchvision's <c>alexnet</c>: 61,100,840 parameters.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1404.5997"/>
/// <seealso href="https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.alexnet.html"/>
[Model, Budget(Parameters = 61_100_840)]
[Input(3, 224, 224)]
[Conv2D(64, 11, Stride = 4, Padding = 2), Relu, MaxPool2D(3, Stride = 2)]
[Conv2D(192, 5, Padding = 2), Relu, MaxPool2D(3, Stride = 2)]
[Conv2D(384, 3, Padding = 1), Relu]
[Conv2D(256, 3, Padding = 1), Relu]
[Conv2D(256, 3, Padding = 1), Relu, MaxPool2D(3, Stride = 2)]
[AdaptiveAvgPool2D(6), Flatten]
[Dropout, Dense(4096), Relu]
[Dropout, Dense(4096), Relu, Dense(1000)]
[SoftmaxCrossEntropy, Sgd(0.01f, Momentum = 0.9f)]
public sealed partial class AlexNet;
