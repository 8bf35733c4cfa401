using ModelGen;

namespace CriticalPoints;

/// <summary>Two hidden numbers have to tell ten digits apart: 160 parameters, so 160 × 160 second derivatives.</summary>
[Model, Hessian]
[Input(64), Dense(2, Name = "hidden"), Tanh, Dense(10, Name = "scores")]
[SoftmaxCrossEntropy, Sgd(0.5)]
public sealed partial class TinyNet;
