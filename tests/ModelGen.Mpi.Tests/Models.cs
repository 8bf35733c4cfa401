namespace ModelGen.Mpi.Tests;

[Model, Input(12), Dense(16), Relu, Dense(4), SoftmaxCrossEntropy, Sgd(0.05, Momentum = 0.9)]
public sealed partial class DenseNet;

[Model, Input(12), GradientPenalty(0.5), Dense(16), Tanh, Dense(4), SoftmaxCrossEntropy, Sgd(0.05)]
internal sealed partial class PenaltyNet;

[Model, Input(12), Dense(16), Relu, Dropout(0.4), Dense(16), Tanh, Dropout(0.2), Dense(4), SoftmaxCrossEntropy, Adam(3e-3)]
public sealed partial class DropoutNet;

[Model, Input(2, 6, 6), Conv2D(4, 3, Padding = 1), Relu, MaxPool2D(2), Flatten, Dense(4), SoftmaxCrossEntropy, Sgd(0.05)]
public sealed partial class ConvNet;

[Model, Input(2, 6, 6), Conv2D(4, 3, UseBias = false), BatchNorm, Relu, Flatten, Dense(4), SoftmaxCrossEntropy, Sgd(0.05)]
public sealed partial class NormNet;

[Model, Input(12), Dense(8, UseBias = false), BatchNorm, Relu, Dense(4), SoftmaxCrossEntropy, Sgd(0.05)]
public sealed partial class FlatNormNet;

[Model, Input(12), Dense(8), Relu, Dense(4), SoftmaxCrossEntropy(ClassWeights = [1, 2, 0.5, 3], SampleWeights = true)]
[Adam(1e-2, Accumulate = 2)]
public sealed partial class WeightedNet;

[Model, Input(7, Name = "numbers"), Tokens(5, 9, Name = "ids"), Embedding(3), MeanOverTime, As("text")]
[From("numbers"), Dense(6), Relu, Concat("text"), As("body"), Dense(1), As("size")]
[From("body"), Dense(4), Output("size")]
[SoftmaxCrossEntropy, MeanSquaredError(Of = "size", Weight = 0.3), Sgd(0.05)]
public sealed partial class SeveralNet;

[Model, Input(12), Dense(24), Relu, Dense(16), Relu, Dropout(0.2), Dense(16), Relu, Dense(4), SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class WideNet;

[Model, Input(12), Dense(256), Relu, Dense(256), Relu, Dense(256), Relu, Dense(256), Relu, Dense(4), SoftmaxCrossEntropy, Sgd(1e-3)]
public sealed partial class SlowNet;
