using ModelGen;

namespace ModelGen.Native;

/// <summary>The digits of docs/guide/shipping.md.</summary>
[Model, Input(1, 8, 8), Flatten, Dense(64), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class Digits;

/// <summary>LeCun et al. (1998).</summary>
[Model, Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2)]
[Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class LeNet5;

/// <summary>The digits with products and sums rounded one by one.</summary>
[Model(Arithmetic = Arithmetic.Unfused), Input(1, 8, 8), Flatten, Dense(64), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class DigitsUnfused;

/// <summary>LeNet-5 with products and sums rounded one by one.</summary>
[Model(Arithmetic = Arithmetic.Unfused), Input(1, 28, 28)]
[Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2)]
[Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class LeNet5Unfused;
