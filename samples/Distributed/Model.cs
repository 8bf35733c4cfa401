using ModelGen;

namespace Distributed;

/// <summary>A convolution, two residual blocks of two convolutions each, and a dense layer.</summary>
/// <remarks>He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, 2015; smaller.</remarks>
[Model]
[Input(1, 28, 28)]
[Conv2D(16, 3, Padding = 1, UseBias = false), BatchNorm, Relu, MaxPool2D(2)]
[Residual<Branch>(16, 1), Relu]
[Residual<Branch>(32, 2), Relu]
[GlobalAvgPool2D, Dense(10)]
[SoftmaxCrossEntropy, Sgd(0.1f, Momentum = 0.9f, Nesterov = true, WeightDecay = 5e-4f)]
public sealed partial class ResNet;

/// <summary>Two convolutions to <c>Arg.A</c> channels, the first with the stride <c>Arg.B</c>.</summary>
[Block]
[Conv2D(Arg.A, 3, Padding = 1, Stride = Arg.B, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm]
internal partial class Branch;
