using ModelGen.Data;
using ModelGen.Metrics;

namespace ModelGen.Training;

/// <summary>What <c>Fit</c> measures besides the loss: the metrics of the options, and the accuracy of a classifier.</summary>
internal sealed class FitMetrics<TTarget>
    where TTarget : unmanaged
{
    private readonly Measurement<TTarget> _measurement;

    public FitMetrics(ITrainable<TTarget> model, IReadOnlyList<Metric<TTarget>> metrics)
    {
        List<Metric<TTarget>> all = [.. metrics];
        foreach (Metric<TTarget> accuracy in Accuracies(model).Reverse())
        {
            if (!all.Exists(metric => metric?.Name == accuracy.Name))
                all.Insert(0, accuracy);
        }

        for (int i = 0; i < all.Count; i++)
        {
            if (all[i] is null)
                throw new ArgumentException("A metric is null.", nameof(metrics));
            if (all.FindIndex(metric => metric?.Name == all[i].Name) < i)
                throw new ArgumentException($"Two metrics are called '{all[i].Name}'; give one of them another name.", nameof(metrics));
        }

        Metrics = all;
        _measurement = new Measurement<TTarget>(model, all);
    }

    public IReadOnlyList<Metric<TTarget>> Metrics { get; }

    public void Start() => _measurement.Start();

    /// <summary>Predicts a batch and counts it.</summary>
    public void Add(Batch<TTarget> batch) => _measurement.Add(batch.Inputs, batch.Targets, batch.Count);

    public IEnumerable<(string Key, double Value)> Results(string prefix) => _measurement.Results(prefix);

    /// <summary>The accuracy of each output with one label for a sample.</summary>
    private static IEnumerable<Metric<TTarget>> Accuracies(ITrainable<TTarget> model)
    {
        if (typeof(TTarget) == typeof(int))
            return model is { TargetSize: 1, OutputSize: > 1 } ? [(Metric<TTarget>)(object)Metric.Accuracy] : [];
        return model.Targets
            .Where(target => target is { ClassCount: > 1, Size: 1, Output: not null })
            .Select(target => (Metric<TTarget>)(object)Metric.Accuracy.ForOutput(target.Output!));
    }
}
