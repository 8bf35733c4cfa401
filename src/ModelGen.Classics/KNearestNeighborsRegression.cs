using ModelGen.Data;

namespace ModelGen.Classics;

/// <summary>
/// Numbers as the mean of the nearest samples; scikit-learn's <c>KNeighborsRegressor</c> with the Euclidean distance. Immutable, and safe
/// to use from many threads. See <see cref="KNearestNeighbors"/>.
/// </summary>
public sealed class KNearestNeighborsRegression
{
    private readonly NeighborSearch _search;
    private readonly double[] _targets;

    private KNearestNeighborsRegression(NeighborSearch search, double[] targets, int targetSize) =>
        (_search, _targets, TargetSize) = (search, targets, targetSize);

    /// <summary>How many inputs a sample has.</summary>
    public int InputSize => _search.InputSize;

    /// <summary>How many numbers are predicted.</summary>
    public int TargetSize { get; }

    /// <summary>Over how many neighbours the mean goes.</summary>
    public int Neighbors => _search.Neighbors;

    /// <summary>Keeps the samples; nothing else is computed.</summary>
    /// <param name="data">Samples with numbers as targets; all finite.</param>
    /// <param name="neighbors">How many neighbours count: from 1 up to the number of samples.</param>
    /// <param name="weights">How much each of them counts.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">NaN or infinity is among the numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many samples.</exception>
    public static KNearestNeighborsRegression Fit(
        Dataset<float> data, int neighbors = 5, NeighborWeights weights = NeighborWeights.Uniform) =>
        new(NeighborSearch.Of(data, neighbors, weights), SampleMatrix.Targets(data), data.TargetSize);

    /// <summary>Predicts.</summary>
    /// <param name="inputs">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <returns>n · <see cref="TargetSize"/> floats.</returns>
    /// <exception cref="ArgumentException">The length does not fit, or a number is not finite.</exception>
    public float[] Predict(ReadOnlySpan<float> inputs)
    {
        float[] outputs = new float[checked(SampleMatrix.Count(inputs, InputSize) * TargetSize)];
        for (int row = 0; row < inputs.Length / InputSize; row++)
        {
            Neighbor[] neighbors = _search.Nearest(inputs.Slice(row * InputSize, InputSize));
            double[] weights = _search.WeightsOf(neighbors);
            double all = weights.Sum();
            for (int target = 0; target < TargetSize; target++)
            {
                double sum = 0;
                for (int i = 0; i < neighbors.Length; i++)
                    sum += weights[i] * _targets[(neighbors[i].Index * TargetSize) + target];
                outputs[(row * TargetSize) + target] = (float)(sum / all);
            }
        }

        return outputs;
    }

    /// <summary>The coefficient of determination R², as scikit-learn's <c>score</c>.</summary>
    /// <param name="data">Samples with targets.</param>
    /// <returns>At most 1; the mean over the targets.</returns>
    /// <exception cref="ArgumentException">The samples have another number of inputs or targets.</exception>
    public double Score(Dataset<float> data) => SampleMatrix.R2(data, InputSize, TargetSize, Predict);
}
