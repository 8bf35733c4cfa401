using ModelGen;

/// <summary>Tells two interleaved spirals apart: the coordinates of a point in, a score for each of the spirals out.</summary>
/// <remarks>Attributes are read from top to bottom and from left to right. The compiler writes the other half of the class.</remarks>
[Model]
[Input(2)]
[Dense(32), Relu, Dense(32), Relu, Dense(2)]
[SoftmaxCrossEntropy, Adam(1e-2f)]
public sealed partial class SpiralNet;
