using System.Runtime.InteropServices;

namespace ModelGen.Metrics;

/// <summary>Predicts batches, and gives each metric the output and the target that it is of.</summary>
internal sealed class Measurement<TTarget>
    where TTarget : unmanaged
{
    private readonly IModel _model;
    private readonly IReadOnlyList<Metric<TTarget>> _metrics;
    private readonly (int OutputStart, int OutputSize, int TargetStart, int TargetSize)[] _places;
    private readonly bool _all;
    private readonly int _outputSize;
    private MetricAccumulator<TTarget>[] _accumulators = [];
    private float[] _outputs = [];
    private float[] _targets = [];

    /// <exception cref="ArgumentException">A metric is of an output that the model has not, or that no loss compares with
    /// anything.</exception>
    public Measurement(IModel model, IReadOnlyList<Metric<TTarget>> metrics)
    {
        _model = model;
        _metrics = metrics;
        IReadOnlyList<ModelTarget> targets = (model as ITrainable<TTarget>)?.Targets ?? [];
        _places = [.. metrics.Select(metric => PlaceOf(metric, model, targets))];
        _all = metrics.Any(metric => metric is OutputMetric);
        _outputSize = _all ? model.Outputs.Sum(output => output.Size) : model.OutputSize;
    }

    public void Start() => _accumulators = [.. _metrics.Select(metric => metric.Start())];

    /// <summary>The floats of a sample that <see cref="Predict"/> gives.</summary>
    public int OutputSize => _outputSize;

    public void Add(ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets, int samples) =>
        Count(Predict(inputs, samples), targets, samples);

    /// <summary>What metrics count: the outputs, valid until the next call.</summary>
    public ReadOnlySpan<float> Predict(ReadOnlySpan<float> inputs, int samples)
    {
        int length = checked(samples * _outputSize);
        if (_outputs.Length < length)
            _outputs = new float[length];
        Span<float> outputs = _outputs.AsSpan(0, length);
        if (_all) _model.PredictAll(inputs, outputs);
        else _model.Predict(inputs, outputs);
        return outputs;
    }

    /// <summary>Gives the metrics what was predicted.</summary>
    public void Count(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, int samples)
    {
        for (int i = 0; i < _accumulators.Length; i++)
        {
            (int outputStart, int outputSize, int targetStart, int targetSize) = _places[i];
            ReadOnlySpan<float> own = outputs.Slice(samples * outputStart, samples * outputSize);
            int rowLength = targets.Length / samples;
            if (targetSize < 0 || targetSize == rowLength)
                _accumulators[i].Add(own, targets, samples);
            else
            {
                ReadOnlySpan<float> part = Part(targets, rowLength, targetStart, targetSize);
                ((MetricAccumulator<float>)(object)_accumulators[i]).Add(own, part, samples);
            }
        }
    }

    public IEnumerable<(string Key, double Value)> Results(string prefix)
    {
        for (int i = 0; i < _accumulators.Length; i++)
            yield return (prefix + _metrics[i].Name, _accumulators[i].Result);
    }

    /// <summary>One target of each row. Only floats are rows of several.</summary>
    private ReadOnlySpan<float> Part(ReadOnlySpan<TTarget> rows, int rowLength, int start, int size)
    {
        ReadOnlySpan<float> floats = MemoryMarshal.Cast<TTarget, float>(rows);
        int samples = floats.Length / rowLength;
        if (_targets.Length < samples * size)
            _targets = new float[samples * size];
        for (int sample = 0; sample < samples; sample++)
            floats.Slice((sample * rowLength) + start, size).CopyTo(_targets.AsSpan(sample * size));
        return _targets.AsSpan(0, samples * size);
    }

    private static (int OutputStart, int OutputSize, int TargetStart, int TargetSize) PlaceOf(
        Metric<TTarget> metric, IModel model, IReadOnlyList<ModelTarget> targets)
    {
        IReadOnlyList<ModelOutput> outputs = model.Outputs;
        string name = (metric as OutputMetric)?.Output ?? outputs[0].Name;
        int output = outputs.TakeWhile(one => one.Name != name).Count();
        if (output == outputs.Count)
        {
            throw new ArgumentException(
                $"The metric '{metric.Name}' is of the output '{name}'; {model.GetType().Name} has "
                    + $"{string.Join(", ", outputs.Select(one => $"'{one.Name}'"))}.",
                "metrics");
        }

        int outputStart = outputs.Take(output).Sum(one => one.Size), size = outputs[output].Size;
        if (targets.Count <= 1 && metric is not OutputMetric) return (outputStart, size, 0, -1);
        int target = targets.TakeWhile(one => one.Output != name).Count();
        if (target == targets.Count)
        {
            throw new ArgumentException(
                $"The metric '{metric.Name}' is of the output '{name}', with which no loss of {model.GetType().Name} compares targets.",
                "metrics");
        }

        if (metric is not OutputMetric && targets[target].ClassCount > 0)
        {
            throw new ArgumentException(
                $"The metric '{metric.Name}' compares with numbers, and the output '{name}' has labels. Write one of labels, such as "
                    + $"Metric.Accuracy.ForOutput(\"{name}\"), or say which output it is of: ForOutput(…).",
                "metrics");
        }

        return (outputStart, size, targets.Take(target).Sum(one => one.Size), targets[target].Size);
    }
}
