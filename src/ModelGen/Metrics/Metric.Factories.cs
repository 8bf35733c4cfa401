namespace ModelGen.Metrics;

/// <summary>The metrics that come along, for <c>FitOptions.Metrics</c>.</summary>
public static partial class Metric
{
    /// <summary>The share of samples whose largest score is that of the right class: <c>accuracy</c>.</summary>
    public static Metric<int> Accuracy { get; } = new AccuracyMetric();

    private sealed class AccuracyMetric() : Metric<int>("accuracy", largerIsBetter: true)
    {
        public override MetricAccumulator<int> Start() => new Counter();

        private sealed class Counter : MetricAccumulator<int>
        {
            private long _right, _all;

            public override double Result => _all == 0 ? double.NaN : (double)_right / _all;

            public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, int samples)
            {
                int classes = outputs.Length / targets.Length;
                for (int i = 0; i < targets.Length; i++)
                {
                    if (Classification.ArgMax(outputs.Slice(i * classes, classes)) == targets[i])
                        _right++;
                }

                _all += targets.Length;
            }
        }
    }
}
