using ModelGen;

// Fifty products of different shapes: that is the network, and takes its time to build.
#pragma warning disable MG3010

namespace Zoo.Networks;

/// <summary>A convolution of <c>Arg.A</c> channels with a window of <c>Arg.B</c>, normalized.</summary>
[Block]
[Conv2D(Arg.A, Arg.B, Padding = Padding.Same, UseBias = false), BatchNorm(Epsilon = 1e-3f), Relu]
public sealed partial class NormalizedConv;

/// <summary>Inception's first branch: <c>Arg.A</c> channels.</summary>
[Block]
[Use<NormalizedConv>(Arg.A, 1)]
public sealed partial class Points;

/// <summary>Inception's second branch: <c>Arg.B</c> channels, then <c>Arg.C</c>.</summary>
[Block]
[Use<NormalizedConv>(Arg.B, 1), Use<NormalizedConv>(Arg.C, 3)]
public sealed partial class Windows;

/// <summary>Inception's third branch: <c>Arg.D</c> channels, then <c>Arg.E</c>. The paper's window is 5×5, torchvision's 3×3.</summary>
[Block]
[Use<NormalizedConv>(Arg.D, 1), Use<NormalizedConv>(Arg.E, 3)]
public sealed partial class LargeWindows;

/// <summary>Inception's fourth branch: maxima, and <c>Arg.F</c> channels of them.</summary>
[Block]
[MaxPool2D(3, Stride = 1, Padding = 1), Use<NormalizedConv>(Arg.F, 1)]
public sealed partial class Maxima;

/// <summary>The four branches side by side.</summary>
[Block]
[Parallel<Points, Windows, LargeWindows, Maxima>(Arg.A, Arg.B, Arg.C, Arg.D, Arg.E, Arg.F)]
public sealed partial class Inception;

/// <summary>GoogLeNet, also called Inception v1, without the two auxiliary classifiers that only training uses.</summary>
/// <remarks>
/// Szegedy et al.: Going Deeper with Convolutions, CVPR 2015. As torchvision's <c>googlenet</c>: with batch normalization, and with 3×3
/// windows in
/// the third branch, where the paper has 5×5: 6,624,904 parameters.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1409.4842"/>
/// <seealso href="https://docs.pytorch.org/vision/stable/models/generated/torchvision.models.googlenet.html"/>
[Model, Budget(Parameters = 6_624_904)]
[Input(3, 224, 224)]
[Conv2D(64, 7, Stride = 2, Padding = 3, UseBias = false), BatchNorm(Epsilon = 1e-3f), Relu, MaxPool2D(3, Stride = 2, CeilMode = true)]
[Use<NormalizedConv>(64, 1), Use<NormalizedConv>(192, 3), MaxPool2D(3, Stride = 2, CeilMode = true)]
[Use<Inception>(64, 96, 128, 16, 32, 32)]
[Use<Inception>(128, 128, 192, 32, 96, 64), MaxPool2D(3, Stride = 2, CeilMode = true)]
[Use<Inception>(192, 96, 208, 16, 48, 64)]
[Use<Inception>(160, 112, 224, 24, 64, 64)]
[Use<Inception>(128, 128, 256, 24, 64, 64)]
[Use<Inception>(112, 144, 288, 32, 64, 64)]
[Use<Inception>(256, 160, 320, 32, 128, 128), MaxPool2D(2, CeilMode = true)]
[Use<Inception>(256, 160, 320, 32, 128, 128)]
[Use<Inception>(384, 192, 384, 48, 128, 128)]
[GlobalAvgPool2D, Dropout(0.2f), Dense(1000)]
[SoftmaxCrossEntropy, Sgd(0.01f, Momentum = 0.9f)]
public sealed partial class GoogLeNet;
