using ModelGen;

namespace TransferLearning;

/// <summary>What is trained: from the features of an image to its class. The body in front of it stays as it is.</summary>
[Model]
[Input(512)]
[Dropout(0.2f), Dense(Head.Classes)]
[SoftmaxCrossEntropy, Adam(1e-3f)]
public sealed partial class Head
{
    /// <summary>How many classes there are. It is part of the network: with other images, change it.</summary>
    public const int Classes = 10;
}
