using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Runtime;

namespace ModelGen.Analysis;

/// <summary>How much a model needs an input.</summary>
/// <param name="Name">What was shuffled.</param>
/// <param name="Mean">By how much the metric became worse, in the mean over the repetitions; about 0 for an input that is not used.</param>
/// <param name="Deviation">The standard deviation over the repetitions.</param>
public sealed record Importance(string Name, double Mean, double Deviation);

/// <summary>
/// The importance of inputs: how much worse a metric becomes when an input is shuffled among the samples, so that it says nothing any more.
/// L. Breiman, "Random forests", 2001; scikit-learn's <c>permutation_importance</c>.
/// </summary>
/// <remarks>To be measured on data that the model was not trained on. Of inputs that say the same, each alone seems to matter little:
/// shuffle them together, as a group.</remarks>
public static class PermutationImportance
{
    /// <summary>Shuffles each input, or each group of inputs.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="data">The samples.</param>
    /// <param name="metric">What is measured.</param>
    /// <param name="names">A name for each input, such as <see cref="TableEncoding.FeatureNames"/>; those of one column of a
    /// table (<c>sex=f</c>, <c>sex=m</c>; <c>age</c>, <c>age missing</c>) are shuffled together. Null for one by one.</param>
    /// <param name="repetitions">How often each is shuffled; at least 1.</param>
    /// <param name="seed">The same seed gives the same numbers on every machine.</param>
    /// <returns>The most important first.</returns>
    /// <exception cref="ArgumentException">The data do not fit the model, or there is not a name for each input.</exception>
    public static IReadOnlyList<Importance> Of<TTarget>(
        IModel model,
        Dataset<TTarget> data,
        Metric<TTarget> metric,
        IReadOnlyList<string>? names = null,
        int repetitions = 5,
        int seed = 0)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentOutOfRangeException.ThrowIfLessThan(repetitions, 1);
        if (names is not null && names.Count != data.InputSize)
            throw new ArgumentException($"{names.Count} names were given; the samples have {data.InputSize} inputs.", nameof(names));
        double before = metric.Measure(model, data);
        IEnumerable<(string Name, int[] Inputs)> groups = Enumerable.Range(0, data.InputSize)
            .GroupBy(input => names is null ? Numbers.Format(input) : Column(names[input]))
            .Select(group => (group.Key, group.ToArray()));
        List<Importance> result = [];
        foreach ((string name, int[] inputs) in groups)
        {
            double[] losses = new double[repetitions];
            for (int repetition = 0; repetition < repetitions; repetition++)
            {
                // Every group in the same orders, so that groups differ by what they say and not by luck.
                int[] order = [.. Enumerable.Range(0, data.Count)];
                new RandomStream(seed, RandomStreams.Shuffle + (uint)repetition).Shuffle<int>(order);
                float[] shuffled = data.Inputs.ToArray();
                foreach (int input in inputs)
                {
                    for (int row = 0; row < data.Count; row++)
                        shuffled[(row * data.InputSize) + input] = data.Inputs[(order[row] * data.InputSize) + input];
                }

                double after = metric.Measure(model, data.WithInputs(shuffled, data.InputSize));
                losses[repetition] = metric.LargerIsBetter ? before - after : after - before;
            }

            double mean = losses.Average();
            result.Add(new Importance(name, mean, Math.Sqrt(losses.Average(loss => (loss - mean) * (loss - mean)))));
        }

        return [.. result.OrderByDescending(importance => importance.Mean)];
    }

    private static string Column(string name)
    {
        if (name.IndexOf('=', StringComparison.Ordinal) is > 0 and int category) return name[..category];
        const string Missing = " missing";
        return name.EndsWith(Missing, StringComparison.Ordinal) ? name[..^Missing.Length] : name;
    }
}
