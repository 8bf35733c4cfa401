namespace ModelGen.Metrics;

/// <summary>What the outputs of a model are.</summary>
public enum ScoreKind
{
    /// <summary>Any numbers, which softmax or the sigmoid would turn into probabilities: models trained with
    /// <see cref="SoftmaxCrossEntropyAttribute"/> or <see cref="BinaryCrossEntropyAttribute"/>.</summary>
    Logits,

    /// <summary>Numbers from 0 to 1: models that end with <see cref="SoftmaxAttribute"/> or <see cref="SigmoidAttribute"/>.</summary>
    Probabilities,
}
