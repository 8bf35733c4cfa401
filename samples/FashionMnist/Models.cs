using ModelGen;

namespace FashionMnist;

/// <summary>The smallest: one hidden layer, which sees pixels without knowing which ones are neighbours.</summary>
[Model]
[Input(1, 28, 28)]
[Flatten, Dense(128), Relu, Dropout(0.2f), Dense(10)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
public sealed partial class DenseNet;
