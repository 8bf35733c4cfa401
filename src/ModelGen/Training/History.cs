using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>What a training gave, epoch by epoch.</summary>
public sealed class History
{
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
        StringBuilder text = new("epoch        loss    val_loss  val_acc  seconds");
        foreach (EpochRecord epoch in _epochs)
        {
            text.Append('\n').Append(Numbers.Format(epoch.Epoch).PadLeft(5)).Append("  ")
                .Append(Cell(epoch.Loss, "0.000000", 10)).Append("  ")
                .Append(Cell(epoch.ValidationLoss, "0.000000", 10)).Append("  ")
                .Append(Cell(epoch.ValidationAccuracy, "0.0000", 7)).Append("  ")
                .Append(Cell(epoch.Seconds, "0.00", 7));
        }

        return text.ToString();
    }

    internal void Add(EpochRecord epoch) => _epochs.Add(epoch);

    private static string Cell(double? value, string format, int width) =>
        (value is double number ? Numbers.Format(number, format) : "-").PadLeft(width);
}
