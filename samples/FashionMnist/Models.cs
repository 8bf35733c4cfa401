using ModelGen;

namespace FashionMnist;

/// <summary>
/// LeNet-5 with today's activations and pooling: 61,706 parameters. (In the original, some maps see only some of the maps before them.)
/// </summary>
/// <remarks>LeCun, Bottou, Bengio, Haffner: Gradient-Based Learning Applied to Document Recognition, 1998.</remarks>
[Model]
[Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2)]
[Conv2D(16, 5), Relu, MaxPool2D(2)]
[Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(2e-3f)]
public sealed partial class LeNet5;

/// <summary>
/// A convolution, two residual blocks of two convolutions each, and a dense layer. A block learns what to add to its input.
/// </summary>
/// <remarks>He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, 2015; smaller.</remarks>
[Model]
[Input(1, 28, 28)]
[Conv2D(32, 3, Padding = 1, UseBias = false), BatchNorm, Relu, MaxPool2D(2)]
[Residual<BasicBranch>(32, 1), Relu]
[Residual<BasicBranch>(64, 2), Relu]
[GlobalAvgPool2D, Dense(10)]
[SoftmaxCrossEntropy, Sgd(0.1f, Momentum = 0.9f, Nesterov = true, WeightDecay = 5e-4f)]
public sealed partial class SmallResNet;

/// <summary>
/// Two convolutions to <c>Arg.A</c> channels, the first with the stride <c>Arg.B</c>. The mean that follows takes any bias away, so there
/// is none.
/// </summary>
[Block]
[Conv2D(Arg.A, 3, Padding = 1, Stride = Arg.B, UseBias = false), BatchNorm, Relu]
[Conv2D(Arg.A, 3, Padding = 1, UseBias = false), BatchNorm]
internal partial class BasicBranch;

/// <summary>The smallest: one hidden layer, which sees pixels without knowing which ones are neighbours.</summary>
[Model]
[Input(1, 28, 28)]
[Flatten, Dense(128), Relu, Dropout(0.2f), Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
public sealed partial class DenseNet;
