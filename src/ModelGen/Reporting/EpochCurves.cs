using ModelGen.Training;

namespace ModelGen.Reporting;

/// <summary>
/// The curves of a training for a terminal: the losses, and the metric beside them if there is one. Of metrics the first of the validation
/// data is shown, with its counterpart of the training data, or else the first of the training data.
/// </summary>
internal sealed class EpochCurves
{
    /// <summary>A narrower terminal has no curves.</summary>
    public const int LeastColumns = 100;

    private const int Rows = 8, MostColumns = 160, Gap = 2;

    private readonly Dictionary<string, List<double>> _values = [];
    private readonly List<string> _keys = [];
    private int _epochs;

    /// <summary>How many lines <see cref="Draw"/> gives.</summary>
    public static int Lines => Rows + BrailleChart.LinesAround;

    /// <summary>Forgets all epochs.</summary>
    public void Clear()
    {
        _values.Clear();
        _keys.Clear();
        _epochs = 0;
    }

    /// <summary>Takes the epochs that it does not have.</summary>
    /// <param name="history">The finished epochs.</param>
    public void Take(History history)
    {
        if (history.Epochs.Count < _epochs) Clear();
        for (; _epochs < history.Epochs.Count; _epochs++)
        {
            foreach ((string key, double value) in history.Epochs[_epochs].Values)
            {
                if (key == EpochRecord.LearningRateKey) continue;
                if (!_values.TryGetValue(key, out List<double>? values))
                {
                    _keys.Add(key);
                    _values.Add(key, values = []);
                }

                while (values.Count < _epochs) values.Add(double.NaN);
                values.Add(value);
            }
        }
    }

    /// <summary>The chart, or nothing before the second epoch.</summary>
    /// <param name="room">How long a line may be.</param>
    public IReadOnlyList<string> Draw(int room)
    {
        if (_epochs < 2) return [];
        int width = (Math.Min(room, MostColumns) - Gap) / 2;
        IReadOnlyList<string> losses = BrailleChart.Draw(Curves([EpochRecord.LossKey, EpochRecord.ValidationLossKey]), width, Rows);
        IReadOnlyList<string> metric = Metric() is { } keys ? BrailleChart.Draw(Curves(keys), width, Rows) : [];
        return losses.Count == 0 ? metric : metric.Count == 0 ? losses : BrailleChart.Beside(losses, metric, width + Gap);
    }

    private string[]? Metric()
    {
        string[] metrics = [.. _keys.Where(key => key is not (EpochRecord.LossKey or EpochRecord.ValidationLossKey))];
        string? shown = metrics.FirstOrDefault(key => key.StartsWith(EpochRecord.ValidationPrefix, StringComparison.Ordinal));
        return shown is null ? (metrics.Length == 0 ? null : [metrics[0]]) : [shown[EpochRecord.ValidationPrefix.Length..], shown];
    }

    private IReadOnlyList<ChartCurve> Curves(string[] keys) =>
        [.. keys.Where(_values.ContainsKey).Select(key => new ChartCurve(key, _values[key]))];
}
