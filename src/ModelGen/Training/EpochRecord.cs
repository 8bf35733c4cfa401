namespace ModelGen.Training;

/// <summary>What one epoch of training gave.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="Loss">The mean training loss over its samples, each measured before the update its batch caused.</param>
/// <param name="ValidationLoss">The mean loss on the validation data after it, or null without such data.</param>
/// <param name="ValidationAccuracy">The share of validation samples classified right, from 0 to 1, or null if the targets
/// are not class labels.</param>
/// <param name="LearningRate">The learning rate at its end.</param>
/// <param name="TrainingSeconds">How long its training steps took.</param>
/// <param name="ValidationSeconds">How long the validation took.</param>
public sealed record EpochRecord(
    int Epoch,
    double Loss,
    double? ValidationLoss,
    double? ValidationAccuracy,
    float LearningRate,
    double TrainingSeconds,
    double ValidationSeconds)
{
    /// <summary>The key of <see cref="Loss"/>.</summary>
    public const string LossKey = "loss";

    /// <summary>The key of <see cref="ValidationLoss"/>.</summary>
    public const string ValidationLossKey = "val_loss";

    /// <summary>The key of <see cref="ValidationAccuracy"/>.</summary>
    public const string ValidationAccuracyKey = "val_accuracy";

    /// <summary>The key of <see cref="LearningRate"/>.</summary>
    public const string LearningRateKey = "lr";

    /// <summary>What stands before the key of a metric of the validation data.</summary>
    public const string ValidationPrefix = "val_";

    /// <summary>How long it took in all.</summary>
    public double Seconds => TrainingSeconds + ValidationSeconds;

    /// <summary>What was measured besides, by Keras' keys: <c>accuracy</c> of the training data, <c>val_f1_score</c> of the validation
    /// data.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Metrics { get; init; } = [];

    /// <summary>All numbers by Keras' keys, in its order: <c>loss</c>, metrics of the training data, <c>val_loss</c>,
    /// <c>val_accuracy</c>, other metrics of the validation data, <c>lr</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Values
    {
        get
        {
            List<KeyValuePair<string, double>> values = [new(LossKey, Loss)];
            values.AddRange(Metrics.Where(metric => !IsValidation(metric.Key)));
            if (ValidationLoss is double loss)
                values.Add(new(ValidationLossKey, loss));
            if (ValidationAccuracy is double accuracy)
                values.Add(new(ValidationAccuracyKey, accuracy));
            values.AddRange(Metrics.Where(metric => IsValidation(metric.Key)));
            values.Add(new(LearningRateKey, LearningRate));
            return values;
        }
    }

    /// <summary>A number by its key, such as <c>val_loss</c>.</summary>
    /// <param name="key">The key; upper and lower case differ.</param>
    /// <param name="value">The number, or NaN.</param>
    /// <returns>Whether the epoch has it.</returns>
    public bool TryGet(string key, out double value)
    {
        foreach (KeyValuePair<string, double> pair in Values)
        {
            if (pair.Key == key)
            {
                value = pair.Value;
                return true;
            }
        }

        value = double.NaN;
        return false;
    }

    private static bool IsValidation(string key) => key.StartsWith(ValidationPrefix, StringComparison.Ordinal);
}
