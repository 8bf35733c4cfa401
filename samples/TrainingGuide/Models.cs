using ModelGen;

namespace TrainingGuide;

// One network, far too large for a hundred digits, in four ways. What belongs to the network stands on the class.

[Model, Input(1, 8, 8), Flatten, Dense(512), Relu, Dense(512), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class PlainNet;

[Model, Input(1, 8, 8), Flatten, Dropout(0.2), Dense(512), Relu, Dropout(0.5), Dense(512), Relu, Dropout(0.5), Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class DropoutNet;

[Model(L2 = 3e-3), Input(1, 8, 8), Flatten, Dense(512), Relu, Dense(512), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class L2Net;

[Model(L2 = 1e-3), Input(1, 8, 8), Flatten, Dropout(0.2), Dense(512), Relu, Dropout(0.5), Dense(512), Relu, Dropout(0.5), Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3)]
public sealed partial class AllNet;
