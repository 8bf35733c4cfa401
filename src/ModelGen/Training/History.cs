using System.Text;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>What a training gave, epoch by epoch.</summary>
public sealed class History
{
    private const int MetricWidth = 8;

    private readonly List<EpochRecord> _epochs = [];

    internal History()
    {
    }

    /// <summary>The finished epochs, in order.</summary>
    public IReadOnlyList<EpochRecord> Epochs => _epochs;

    /// <summary>The mean training loss of each epoch.</summary>
    public IReadOnlyList<double> Loss => [.. _epochs.Select(epoch => epoch.Loss)];

    /// <summary>The validation loss after each epoch; empty without validation data.</summary>
    public IReadOnlyList<double> ValidationLoss => [.. _epochs.Select(epoch => epoch.ValidationLoss).OfType<double>()];

    /// <summary>The validation accuracy after each epoch, from 0 to 1; empty without validation data or class labels.</summary>
    public IReadOnlyList<double> ValidationAccuracy => [.. _epochs.Select(epoch => epoch.ValidationAccuracy).OfType<double>()];

    /// <summary>Keras' keys of what the epochs gave: <c>loss</c>, <c>val_loss</c>, <c>val_accuracy</c>, <c>lr</c>, and those of the
    /// metrics.</summary>
    public IReadOnlyList<string> Keys => [.. _epochs.SelectMany(epoch => epoch.Values).Select(pair => pair.Key).Distinct()];

    /// <summary>One number of each epoch, by Keras' key, such as <c>history["val_loss"]</c>.</summary>
    /// <param name="key">One of <see cref="Keys"/>.</param>
    /// <returns>As many numbers as there are epochs; NaN for an epoch that does not have it.</returns>
    /// <exception cref="KeyNotFoundException">No epoch has such a number; the message gives the keys.</exception>
    public IReadOnlyList<double> this[string key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            if (!_epochs.Exists(epoch => epoch.TryGet(key, out _)))
                throw new KeyNotFoundException($"The history has no '{key}'. It has: {string.Join(", ", Keys)}.");
            return [.. _epochs.Select(epoch => epoch.TryGet(key, out double value) ? value : double.NaN)];
        }
    }

    /// <summary>How long all epochs took, validation included.</summary>
    public double Seconds => _epochs.Sum(epoch => epoch.Seconds);

    /// <summary>How long the training steps took, without validation.</summary>
    public double TrainingSeconds => _epochs.Sum(epoch => epoch.TrainingSeconds);

    /// <summary>Whether a callback ended the training before the last epoch.</summary>
    public bool StoppedEarly { get; internal set; }

    /// <summary>One line per epoch.</summary>
    /// <returns>The text, lines separated by \n.</returns>
    public override string ToString()
    {
        string[] metrics = [.. _epochs.SelectMany(epoch => epoch.Metrics).Select(pair => pair.Key).Distinct()];
        StringBuilder text = new("epoch        loss    val_loss  val_acc  ");
        foreach (string key in metrics)
            text.Append(key.PadLeft(MetricWidth)).Append("  ");
        text.Append("seconds");
        foreach (EpochRecord epoch in _epochs)
        {
            text.Append('\n').Append(Numbers.Format(epoch.Epoch).PadLeft(5)).Append("  ")
                .Append(Cell(epoch.Loss, "0.000000", 10)).Append("  ")
                .Append(Cell(epoch.ValidationLoss, "0.000000", 10)).Append("  ")
                .Append(Cell(epoch.ValidationAccuracy, "0.0000", 7)).Append("  ");
            foreach (string key in metrics)
                text.Append(Cell(epoch.TryGet(key, out double value) ? value : null, "0.0000", Math.Max(MetricWidth, key.Length)))
                    .Append("  ");
            text.Append(Cell(epoch.Seconds, "0.00", 7));
        }

        return text.ToString();
    }

    internal void Add(EpochRecord epoch) => _epochs.Add(epoch);

    /// <summary>The finished epochs, to the last bit.</summary>
    internal void Exchange(CheckpointState state)
    {
        string text = HistoryText.Write(_epochs);
        state.Text("history", ref text);
        if (!state.IsLoading)
            return;
        _epochs.Clear();
        _epochs.AddRange(HistoryText.Read(text));
    }

    private static string Cell(double? value, string format, int width) =>
        (value is double number ? Numbers.Format(number, format) : "-").PadLeft(width);
}
