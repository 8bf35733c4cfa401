using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Draws the samples of an epoch with replacement, each as often as its weight says, instead of each once: PyTorch's
/// <c>WeightedRandomSampler</c>. An epoch has as many samples as the dataset.
/// </summary>
/// <remarks>A sample that is drawn twice in an epoch has the same augmentations both times.</remarks>
public sealed class WeightedSampling
{
    private readonly double[] _sums; // Of the weights up to each, in double precision and in order.

    private readonly int _last; // The last sample with a weight: rounding may give a number that is the whole sum.

    private WeightedSampling(double[] sums)
    {
        _sums = sums;
        _last = FirstAbove(Math.BitDecrement(sums[^1]));
    }

    /// <summary>How many samples it draws from.</summary>
    public int Count => _sums.Length;

    /// <summary>By weights.</summary>
    /// <param name="weights">One for each sample: a finite number of at least 0, some above 0.</param>
    /// <returns>The sampling.</returns>
    /// <exception cref="ArgumentException">A weight is no such number, or all are 0.</exception>
    public static WeightedSampling Of(ReadOnlySpan<float> weights)
    {
        double[] sums = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentException(
                    $"The weight of sample {i} is {Numbers.Format(weights[i], "R")}; finite numbers of at least 0 are needed.",
                    nameof(weights));
            }

            sums[i] = sum += weights[i];
        }

        return sum > 0 ? new WeightedSampling(sums) : throw new ArgumentException("There is no weight above 0.", nameof(weights));
    }

    /// <summary>Each class as often as each other one: for classes with few samples.</summary>
    /// <param name="labels">The class of each sample.</param>
    /// <returns>The sampling.</returns>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static WeightedSampling Balanced(ReadOnlySpan<int> labels)
    {
        Dictionary<int, int> counts = [];
        foreach (int label in labels)
            counts[label] = counts.GetValueOrDefault(label) + 1;
        float[] weights = new float[labels.Length];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = 1f / counts[labels[i]];
        return Of(weights);
    }

    /// <summary>Draws samples.</summary>
    /// <param name="random">Where the random numbers come from; two for each sample.</param>
    /// <param name="indices">Receives positions.</param>
    internal void Draw(RandomStream random, Span<int> indices)
    {
        foreach (ref int index in indices)
        {
            double uniform = (((ulong)random.NextUInt() << 21) | (random.NextUInt() >> 11)) * (1.0 / (1UL << 53));
            index = Math.Min(FirstAbove(uniform * _sums[^1]), _last);
        }
    }

    // The first sum above a number, so that samples of weight 0 are never drawn.
    private int FirstAbove(double number)
    {
        int low = 0, high = _sums.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_sums[middle] > number)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
