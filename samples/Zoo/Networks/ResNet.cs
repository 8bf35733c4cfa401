using ModelGen;

namespace Zoo.Networks;

/// <summary>Two 3×3 convolutions beside the identity; <c>Arg.A</c> channels.</summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm]
[Add("input"), Relu]
public sealed partial class Basic;

/// <summary>As <see cref="Basic"/>, with <c>Arg.A</c> channels and stride <c>Arg.B</c>, beside a projection.</summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 3, Stride = Arg.B, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, As("branch")]
[From("input"), Conv2D(Arg.A, 1, Stride = Arg.B, UseBias = false), BatchNorm]
[Add("branch"), Relu]
public sealed partial class BasicProjected;

/// <summary>A 3×3 convolution of <c>Arg.A</c> channels between two 1×1 convolutions, to <c>Arg.B</c> channels, beside the identity.</summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.B, 1, UseBias = false), BatchNorm]
[Add("input"), Relu]
public sealed partial class Bottleneck;

/// <summary>As <see cref="Bottleneck"/>, with <c>Arg.A</c> and <c>Arg.B</c> channels and stride <c>Arg.C</c>, beside a projection.</summary>
[Block]
[As("input")]
[Conv2D(Arg.A, 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Stride = Arg.C, Padding = 1, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.B, 1, UseBias = false), BatchNorm, As("branch")]
[From("input"), Conv2D(Arg.B, 1, Stride = Arg.C, UseBias = false), BatchNorm]
[Add("branch"), Relu]
public sealed partial class BottleneckProjected;

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

/// <summary>ResNet-20 for the 32×32 images of CIFAR-10, with projections where the size changes.</summary>
/// <remarks>
/// He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, CVPR 2016, section 4.2: 0.27 million parameters. With projections
/// (the paper's option B) they are 272,474, as in Chen's <c>cifar10_resnet20</c>; without (option A), 269,722.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1512.03385"/>
/// <seealso href="https://github.com/chenyaofo/pytorch-cifar-models"/>
[Model, Budget(Parameters = 272_474)]
[Input(3, 32, 32)]
[Conv2D(16, 3, Padding = 1, UseBias = false), BatchNorm, Relu]
[Repeat<Basic>(3, 16)]
[Use<BasicProjected>(32, 2), Repeat<Basic>(2, 32)]
[Use<BasicProjected>(64, 2), Repeat<Basic>(2, 64)]
[GlobalAvgPool2D, Dense(10)]
[SoftmaxCrossEntropy, Sgd(0.1f, Momentum = 0.9f, WeightDecay = 1e-4f)]
public sealed partial class ResNet20;
