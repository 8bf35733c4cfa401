using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelGen.Data;
using ModelGen.Metrics;

namespace ModelGen.Training;

/// <summary>What <c>Fit</c> measures besides the loss: the metrics of the options, and the accuracy of a classifier.</summary>
internal sealed class FitMetrics<TTarget>
    where TTarget : unmanaged
{
    private readonly Measurement<TTarget> _measurement;
    private readonly int _targetSize;

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
        _targetSize = model.TargetSize;
        _measurement = new Measurement<TTarget>(model, all);
    }

    public IReadOnlyList<Metric<TTarget>> Metrics { get; }

    public void Start() => _measurement.Start();

    /// <summary>Predicts a batch and counts it.</summary>
    public void Add(Batch<TTarget> batch) => _measurement.Add(batch.Inputs, batch.Targets, batch.Count);

    /// <summary>Predicts a part of some samples, and counts the parts of all processes.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="inputs">Of this process's part.</param>
    /// <param name="targets">Of this process's part.</param>
    /// <param name="counts">The samples of each process's part.</param>
    public void AddTogether(
        ProcessGroup group, ReadOnlySpan<float> inputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<int> counts)
    {
        int own = counts[group.Rank], size = _measurement.OutputSize, targetSize = _targetSize;
        ReadOnlySpan<float> outputs = own > 0 ? _measurement.Predict(inputs, own) : default;
        float[] allOutputs = Together(group, outputs, counts, size);
        TTarget[] allTargets = Together(group, targets, counts, targetSize);
        int start = 0;
        foreach (int count in counts)
        {
            if (count > 0)
            {
                _measurement.Count(
                    allOutputs.AsSpan(start * size, count * size), allTargets.AsSpan(start * targetSize, count * targetSize), count);
            }

            start += count;
        }
    }

    private static int Sum(ReadOnlySpan<int> counts)
    {
        int sum = 0;
        foreach (int count in counts)
            sum += count;
        return sum;
    }

    private static T[] Together<T>(ProcessGroup group, ReadOnlySpan<T> own, ReadOnlySpan<int> counts, int size)
        where T : unmanaged
    {
        T[] all = new T[checked(Sum(counts) * size)];
        int[] lengths = new int[counts.Length];
        for (int i = 0; i < counts.Length; i++)
            lengths[i] = checked(counts[i] * size * Unsafe.SizeOf<T>());
        group.Gather(MemoryMarshal.AsBytes(own), MemoryMarshal.AsBytes(all.AsSpan()), lengths);
        return all;
    }

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
