using ModelGen;

namespace Digits;

/// <summary>What the network learns to add to its hidden layer; <c>Arg.A</c> is the number given where it is used.</summary>
[Block]
[Dense(Arg.A), Relu, Dropout(0.3f), Dense(Arg.A)]
public sealed partial class Branch;

/// <summary>From the 8×8 pixels of a handwritten digit to one score for each of 0 to 9.</summary>
[Model]
[Input(1, 8, 8)]
[Flatten, Dropout(0.1f), Dense(128), Relu, Dropout(0.3f)]
[Residual<Branch>(128), Relu, Dropout(0.3f)]
[Dense(10)]
[SoftmaxCrossEntropy, AdamW(2e-3f, WeightDecay = 0.05f)]
public sealed partial class DigitNet;
