using ModelGen.Data;
using ModelGen.Metrics;

namespace ModelGen.Training;

/// <summary>What <c>Fit</c> measures besides the loss: the metrics of the options, and the accuracy of a classifier.</summary>
internal sealed class FitMetrics<TTarget>
    where TTarget : unmanaged
{
    private readonly ITrainable<TTarget> _model;
    private readonly IReadOnlyList<Metric<TTarget>> _metrics;
    private MetricAccumulator<TTarget>[] _accumulators = [];
    private float[] _outputs = [];

    public FitMetrics(ITrainable<TTarget> model, IReadOnlyList<Metric<TTarget>> metrics)
    {
        _model = model;
        List<Metric<TTarget>> all = [.. metrics];
        bool classes = typeof(TTarget) == typeof(int) && model.TargetSize == 1 && model.OutputSize > 1;
        if (classes && !all.Exists(metric => metric?.Name == Metric.Accuracy.Name))
            all.Insert(0, (Metric<TTarget>)(object)Metric.Accuracy);
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i] is null)
                throw new ArgumentException("A metric is null.", nameof(metrics));
            if (all.FindIndex(metric => metric?.Name == all[i].Name) < i)
                throw new ArgumentException($"Two metrics are called '{all[i].Name}'; give one of them another name.", nameof(metrics));
        }

        _metrics = all;
    }

    public IReadOnlyList<Metric<TTarget>> Metrics => _metrics;

    public void Start() => _accumulators = [.. _metrics.Select(metric => metric.Start())];

    /// <summary>Predicts a batch and counts it.</summary>
    public void Add(Batch<TTarget> batch)
    {
        int length = batch.Count * _model.OutputSize;
        if (_outputs.Length < length)
            _outputs = new float[length];
        _model.Predict(batch.Inputs, _outputs.AsSpan(0, length));
        foreach (MetricAccumulator<TTarget> accumulator in _accumulators)
            accumulator.Add(_outputs.AsSpan(0, length), batch.Targets, batch.Count);
    }

    public IEnumerable<(string Key, double Value)> Results(string prefix)
    {
        for (int i = 0; i < _accumulators.Length; i++)
            yield return (prefix + _metrics[i].Name, _accumulators[i].Result);
    }
}
