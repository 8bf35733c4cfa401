using ModelGen;

namespace Zoo.Networks;

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
