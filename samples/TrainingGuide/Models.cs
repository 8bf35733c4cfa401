using ModelGen;

namespace TrainingGuide;

/// <summary>More weights than a few hundred samples can pin down.</summary>
[Model, Input(1, 8, 8), Flatten, Dense(128), Relu, Dense(10), SoftmaxCrossEntropy, Adam(3e-3)]
public sealed partial class Plain;

/// <summary>Half of the hidden units are left out in each step.</summary>
[Model, Input(1, 8, 8), Flatten, Dense(128), Relu, Dropout(0.5), Dense(10), SoftmaxCrossEntropy, Adam(3e-3)]
public sealed partial class WithDropout;

/// <summary>Large weights cost something.</summary>
[Model(L2 = 3e-3), Input(1, 8, 8), Flatten, Dense(128), Relu, Dense(10), SoftmaxCrossEntropy, Adam(3e-3)]
public sealed partial class WithL2;
