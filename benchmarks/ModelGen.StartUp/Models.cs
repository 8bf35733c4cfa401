using ModelGen;

namespace ModelGen.StartUp;

/// <summary>The network of the workload <c>tiny</c>.</summary>
[Model, Input(2)]
[Dense(16), Relu, Dense(16), Relu, Dense(1)]
[MeanSquaredError, Adam(1e-3f)]
public sealed partial class Tiny;

/// <summary>The network of the workloads I1 and T1.</summary>
[Model, Input(784)]
[Dense(128), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
public sealed partial class Digits;

/// <summary>The network of the workloads I3 and T2.</summary>
[Model, Input(784)]
[Dense(512), Relu, Dense(256), Relu, Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
public sealed partial class WideDigits;
