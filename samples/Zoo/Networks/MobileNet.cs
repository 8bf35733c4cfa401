using ModelGen;

namespace Zoo.Networks;

/// <summary>A depthwise convolution with stride <c>Arg.B</c>, and a 1×1 convolution to <c>Arg.A</c> channels, each normalized.</summary>
[Block]
[DepthwiseConv2D(3, Stride = Arg.B, Padding = Padding.Same, UseBias = false), BatchNorm(Epsilon = 1e-3f), Relu]
[Conv2D(Arg.A, 1, UseBias = false), BatchNorm(Epsilon = 1e-3f), Relu]
public sealed partial class DepthwiseSeparable;

/// <summary>MobileNet v1, for images on telephones.</summary>
/// <remarks>
/// Howard et al.: MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications, 2017: 4.2 million parameters. They
/// are
/// 4,231,976, as in Keras (<c>keras.applications.MobileNet</c>), whose total of 4,253,864 includes the 21,888 running statistics. ReLU as
/// in
/// the paper; Keras limits it to 6.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1704.04861"/>
/// <seealso href="https://keras.io/api/applications/mobilenet/"/>
[Model, Budget(Parameters = 4_231_976)]
[Input(3, 224, 224)]
[Conv2D(32, 3, Stride = 2, Padding = Padding.Same, UseBias = false), BatchNorm(Epsilon = 1e-3f), Relu]
[Use<DepthwiseSeparable>(64, 1)]
[Use<DepthwiseSeparable>(128, 2), Use<DepthwiseSeparable>(128, 1)]
[Use<DepthwiseSeparable>(256, 2), Use<DepthwiseSeparable>(256, 1)]
[Use<DepthwiseSeparable>(512, 2), Repeat<DepthwiseSeparable>(5, 512, 1)]
[Use<DepthwiseSeparable>(1024, 2), Use<DepthwiseSeparable>(1024, 1)]
[GlobalAvgPool2D, Dropout(1e-3f), Dense(1000)]
[SoftmaxCrossEntropy, Sgd(0.045f, Momentum = 0.9f)]
public sealed partial class MobileNet;
