using System.Runtime.InteropServices;

namespace ModelGen.Metrics;

/// <summary>Measures samples all at once.</summary>
/// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
/// <param name="outputs">samples · outputs of a sample.</param>
/// <param name="targets">samples · targets of a sample.</param>
/// <param name="samples">How many samples.</param>
/// <returns>The number.</returns>
public delegate double MetricFunction<TTarget>(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, int samples)
    where TTarget : unmanaged;

/// <content>Metrics from functions.</content>
public static partial class Metric
{
    /// <summary>A metric of one's own, from a function of all outputs and targets. They are kept until the end of the epoch: for millions
    /// of outputs derive from <see cref="Metric{TTarget}"/> and count instead.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="name">The key in the history.</param>
    /// <param name="largerIsBetter">Whether larger numbers are better.</param>
    /// <param name="function">The function; it is not called without samples.</param>
    /// <returns>The metric.</returns>
    /// <example><code>Metric.Of&lt;int&gt;("rejected", false, (outputs, labels, samples) =&gt; …)</code></example>
    public static Metric<TTarget> Of<TTarget>(string name, bool largerIsBetter, MetricFunction<TTarget> function)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(function);
        return new AccumulatedMetric<TTarget>(name, largerIsBetter, () => new Collector<TTarget>(function));
    }

    /// <summary>A metric of a model on a whole dataset.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="metric">The metric.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">How many samples are computed at once; at least 1.</param>
    /// <returns>The number; NaN without samples, or where it is not defined.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model.</exception>
    public static double Measure<TTarget>(this Metric<TTarget> metric, IModel model, Data.Dataset<TTarget> data, int batchSize = 256)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        data.CheckInputs(model, nameof(data));
        Measurement<TTarget> measurement = new(model, [metric]);
        measurement.Start();
        Data.BatchLoader<TTarget> loader = new(data, batchSize, shuffle: false);
        foreach (Data.Batch<TTarget> batch in loader.Epoch(0))
            measurement.Add(batch.Inputs, batch.Targets, batch.Count);
        return measurement.Results("").Single().Value;
    }

    private sealed class AccumulatedMetric<TTarget>(string name, bool largerIsBetter, Func<MetricAccumulator<TTarget>> start)
        : Metric<TTarget>(name, largerIsBetter)
        where TTarget : unmanaged
    {
        public override MetricAccumulator<TTarget> Start() => start();
    }

    /// <summary>Keeps everything.</summary>
    private sealed class Collector<TTarget>(MetricFunction<TTarget> function) : MetricAccumulator<TTarget>
        where TTarget : unmanaged
    {
        private readonly List<float> _outputs = [];
        private readonly List<TTarget> _targets = [];
        private int _samples;

        public override double Result => _samples == 0
            ? double.NaN
            : function(CollectionsMarshal.AsSpan(_outputs), CollectionsMarshal.AsSpan(_targets), _samples);

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, int samples)
        {
            _outputs.AddRange(outputs);
            _targets.AddRange(targets);
            _samples += samples;
        }
    }

    /// <summary>The mean over all targets of a function that is a mean itself.</summary>
    private sealed class MeanOfBatches<TTarget>(MetricFunction<TTarget> function, Func<double, double>? last = null)
        : MetricAccumulator<TTarget>
        where TTarget : unmanaged
    {
        private double _sum;
        private long _targets;

        public override double Result => last is null ? _sum / _targets : last(_sum / _targets);

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, int samples)
        {
            _sum += function(outputs, targets, samples) * targets.Length;
            _targets += targets.Length;
        }
    }
}
