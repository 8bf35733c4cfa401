using ModelGen.Runtime;

namespace ModelGen.Metrics;

/// <summary>A metric of one output of a model with several targets, which are rows of floats.</summary>
internal abstract class OutputMetric(string name, bool largerIsBetter, string output) : Metric<float>(name, largerIsBetter)
{
    /// <summary>The output. The accumulator is given its numbers alone, and those of its target.</summary>
    public string Output { get; } = output;
}

/// <content>Metrics of one of several outputs.</content>
public static partial class Metric
{
    /// <summary>
    /// The same metric of one output and its target, for a model with several losses, whose targets are rows of floats. Its key is Keras':
    /// <c>age_mae</c>.
    /// </summary>
    /// <typeparam name="TTarget">What the metric compares with: labels among floats are taken as such.</typeparam>
    /// <param name="metric">The metric.</param>
    /// <param name="output">The output: <c>output</c> for the main one, for others the name of their <see cref="OutputAttribute"/>.</param>
    /// <param name="name">The key; null for the output's name and the metric's.</param>
    /// <returns>The metric.</returns>
    /// <example><code>Metrics = [Metric.Accuracy.ForOutput("output"), Metric.MeanAbsoluteError().ForOutput("age")]</code></example>
    public static Metric<float> ForOutput<TTarget>(this Metric<TTarget> metric, string output, string? name = null)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentException.ThrowIfNullOrEmpty(output);
        return new OutputMetricOf<TTarget>(metric, name ?? $"{output}_{metric.Name}", output);
    }

    private sealed class OutputMetricOf<TTarget>(Metric<TTarget> metric, string name, string output)
        : OutputMetric(name, metric.LargerIsBetter, output)
        where TTarget : unmanaged
    {
        public override MetricAccumulator<float> Start() => metric.Start() switch
        {
            MetricAccumulator<float> floats => floats,
            MetricAccumulator<int> labels => new LabelsAmongFloats(labels),
            _ => throw new NotSupportedException($"{metric.Name} compares with {typeof(TTarget).Name}; labels or floats are needed."),
        };
    }

    /// <summary>Takes labels that come as floats.</summary>
    private sealed class LabelsAmongFloats(MetricAccumulator<int> accumulator) : MetricAccumulator<float>
    {
        public override double Result => accumulator.Result;

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int samples) =>
            accumulator.Add(outputs, Arguments.WholeNumbers(targets, nameof(targets)), samples);
    }
}
