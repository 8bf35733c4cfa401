using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>One number of each epoch that a callback waits for: finds it, and says whether it got better.</summary>
internal sealed class Monitor(TrainingCallback owner, string key, MonitorMode mode)
{
    private static readonly string[] s_larger = ["acc", "auc", "precision", "recall", "f1", "r2"];
    private bool _largerIsBetter;

    /// <summary>A number that everything is better than.</summary>
    public double Worst => _largerIsBetter ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Decides the direction, and throws if the training is known not to give the number.</summary>
    public void Begin(FitState state)
    {
        if (state.Keys.Count > 0 && !state.Keys.Contains(key))
            throw Missing(state.Keys);
        _largerIsBetter = mode switch
        {
            MonitorMode.Min => false,
            MonitorMode.Max => true,
            _ => state.LargerIsBetter.TryGetValue(key, out bool larger)
                ? larger
                : Array.Exists(s_larger, part => key.Contains(part, StringComparison.Ordinal)),
        };
    }

    public double Read(EpochRecord epoch) =>
        epoch.TryGet(key, out double value) ? value : throw Missing([.. epoch.Values.Select(pair => pair.Key)]);

    /// <summary>Whether a number is better than another by more than some amount; NaN is better than none.</summary>
    public bool IsBetter(double value, double than, double by = 0) => _largerIsBetter ? value - by > than : value + by < than;

    private InvalidOperationException Missing(IReadOnlyList<string> keys) =>
        new(
            $"{owner.GetType().Name} monitors '{key}', which this training does not give. Did you mean "
                + $"'{EditDistance.Nearest(key, keys)}'? It gives: {string.Join(", ", keys)}."
                + (keys.Contains(EpochRecord.ValidationLossKey) ? "" : " Numbers with 'val_' need validation data."));
}
