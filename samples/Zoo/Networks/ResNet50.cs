using ModelGen;

namespace Zoo.Networks;

/// <summary>ResNet-50 for ImageNet, the stride in the 3×3 convolutions, as torchvision has it.</summary>
/// <remarks>
/// He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016. 25,557,032 parameters, as torchvision's <c>resnet50</c>.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1512.03385"/>
/// <seealso href="https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.resnet50.html"/>
[Model, Budget(Parameters = 25_557_032)]
[Input(3, 224, 224)]
[Conv2D(64, 7, Stride = 2, Padding = 3, UseBias = false), BatchNorm, Relu, MaxPool2D(3, Stride = 2, Padding = 1)]
[Use<BottleneckProjected>(64, 256, 1), Repeat<Bottleneck>(2, 64, 256)]
[Use<BottleneckProjected>(128, 512, 2), Repeat<Bottleneck>(3, 128, 512)]
[Use<BottleneckProjected>(256, 1024, 2), Repeat<Bottleneck>(5, 256, 1024)]
[Use<BottleneckProjected>(512, 2048, 2), Repeat<Bottleneck>(2, 512, 2048)]
[GlobalAvgPool2D, Dense(1000)]
[SoftmaxCrossEntropy, Sgd(0.1f, Momentum = 0.9f, WeightDecay = 1e-4f)]
public sealed partial class ResNet50;
