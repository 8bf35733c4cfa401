using ModelGen;

namespace Zoo.Networks;

/// <summary>ResNet-18 for ImageNet.</summary>
/// <remarks>
/// He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016. 11,689,512 parameters, as torchvision's <c>resnet18</c>.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1512.03385"/>
/// <seealso href="https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.resnet18.html"/>
[Model, Budget(Parameters = 11_689_512)]
[Input(3, 224, 224)]
[Conv2D(64, 7, Stride = 2, Padding = 3, UseBias = false), BatchNorm, Relu, MaxPool2D(3, Stride = 2, Padding = 1)]
[Repeat<Basic>(2, 64)]
[Use<BasicProjected>(128, 2), Use<Basic>(128)]
[Use<BasicProjected>(256, 2), Use<Basic>(256)]
[Use<BasicProjected>(512, 2), Use<Basic>(512)]
[GlobalAvgPool2D, Dense(1000)]
[SoftmaxCrossEntropy, Sgd(0.1f, Momentum = 0.9f, WeightDecay = 1e-4f)]
public sealed partial class ResNet18;
