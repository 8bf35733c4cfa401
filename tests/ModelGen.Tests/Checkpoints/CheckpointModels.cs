namespace ModelGen.Tests.Checkpoints;

// A model for each optimizer, with everything in it that a training keeps: masks of dropout, running means, schedules.

[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Sgd(0.1)]
public sealed partial class WithSgd;

[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Sgd(0.05, Momentum = 0.9, Nesterov = true, WeightDecay = 1e-3)]
public sealed partial class WithMomentum;

[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Adagrad(0.05, RootMeanSquare = true)]
public sealed partial class WithAdagrad;

[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, RmsProp(0.002, Momentum = 0.8, Centered = true)]
public sealed partial class WithRmsProp;

[Model(ClipNorm = 0.5, L2 = 1e-3, MaxNorm = 1)]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Adam(0.02), WarmUp(5), CosineDecay(20, End = 0.1)]
public sealed partial class WithAdam;

[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, AdamW(0.01, DecayWeightsOnly = true)]
public sealed partial class WithAdamW;

[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, RAdam(0.02)]
public sealed partial class WithRAdam;

[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Lion(0.002, WeightDecay = 0.1)]
public sealed partial class WithLion;

[Model(MaxNorm = 1)]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Lamb(0.02, WeightAverage = 0.9)]
public sealed partial class WithLamb;

[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Muon(0.02, WeightDecay = 0.01)]
public sealed partial class WithMuon;

// Thirty steps, interrupted anywhere: also between the batches of an update.
[Model]
[Input(6), Dense(20, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Adam(0.02, Accumulate = 4, WeightAverage = 0.9)]
public sealed partial class WithAccumulation;

[Model]
[Input(6), Dense(21, UseBias = false), BatchNorm, Relu, Dropout(0.3), Dense(3)]
[SoftmaxCrossEntropy, Adam(0.02)]
public sealed partial class Wider;
