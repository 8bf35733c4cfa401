using ModelGen;

namespace Zoo.Networks;

/// <summary>A separable convolution of <c>Arg.A</c> channels, normalized.</summary>
[Block]
[SeparableConv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm(Epsilon = 1e-3f)]
public sealed partial class Separable;

/// <summary>The first module: <c>Arg.A</c> channels, half the height and width, beside a projection.</summary>
[Block]
[As("input"), Use<Separable>(Arg.A), Relu, Use<Separable>(Arg.A), MaxPool2D(3, Stride = 2, Padding = 1), As("branch")]
[From("input"), Conv2D(Arg.A, 1, Stride = 2, UseBias = false), BatchNorm(Epsilon = 1e-3f), Add("branch")]
public sealed partial class XceptionEntry;

/// <summary>A module to <c>Arg.A</c> and then <c>Arg.B</c> channels that halves height and width, beside a projection.</summary>
[Block]
[As("input"), Relu, Use<Separable>(Arg.A), Relu, Use<Separable>(Arg.B), MaxPool2D(3, Stride = 2, Padding = 1), As("branch")]
[From("input"), Conv2D(Arg.B, 1, Stride = 2, UseBias = false), BatchNorm(Epsilon = 1e-3f), Add("branch")]
public sealed partial class XceptionHalving;

/// <summary>A module of the middle: three separable convolutions beside the identity.</summary>
[Block]
[As("input"), Relu, Use<Separable>(Arg.A), Relu, Use<Separable>(Arg.A), Relu, Use<Separable>(Arg.A), Add("input")]
public sealed partial class XceptionMiddle;

/// <summary>Xception: Inception's idea carried to its end, every channel convolved by itself.</summary>
/// <remarks>
/// Chollet: Xception: Deep Learning with Depthwise Separable Convolutions, CVPR 2017. 22,855,952 parameters, the paper's number; Keras
/// counts
/// 22,910,480, which includes the 54,528 running statistics.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1610.02357"/>
/// <seealso href="https://keras.io/api/applications/xception/"/>
[Model, Budget(Parameters = 22_855_952)]
[Input(3, 299, 299)]
[Conv2D(32, 3, Stride = 2, UseBias = false), BatchNorm(Epsilon = 1e-3f), Relu]
[Conv2D(64, 3, UseBias = false), BatchNorm(Epsilon = 1e-3f), Relu]
[Use<XceptionEntry>(128), Use<XceptionHalving>(256, 256), Use<XceptionHalving>(728, 728)]
[Repeat<XceptionMiddle>(8, 728)]
[Use<XceptionHalving>(728, 1024)]
[Use<Separable>(1536), Relu, Use<Separable>(2048), Relu]
[GlobalAvgPool2D, Dense(1000)]
[SoftmaxCrossEntropy, Sgd(0.045f, Momentum = 0.9f)]
public sealed partial class Xception;
