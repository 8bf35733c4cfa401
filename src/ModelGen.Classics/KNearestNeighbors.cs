using ModelGen.Data;

namespace ModelGen.Classics;

/// <summary>
/// Classes by a vote of the nearest samples; scikit-learn's <c>KNeighborsClassifier</c> with the Euclidean distance. Immutable, and safe to
/// use from many threads.
/// </summary>
/// <remarks>
/// All samples are looked at, so a prediction takes time in proportion to their number. Of samples at the same distance the ones that come
/// first in the data are nearer, and of classes with equally many votes the lowest label wins. Distances mix all inputs: standardise them.
/// </remarks>
public sealed class KNearestNeighbors
{
    private readonly NeighborSearch _search;
    private readonly int[] _labels;

    private KNearestNeighbors(NeighborSearch search, int[] labels, int classCount) =>
        (_search, _labels, ClassCount) = (search, labels, classCount);

    /// <summary>How many inputs a sample has.</summary>
    public int InputSize => _search.InputSize;

    /// <summary>How many classes there are.</summary>
    public int ClassCount { get; }

    /// <summary>How many neighbours vote.</summary>
    public int Neighbors => _search.Neighbors;

    /// <summary>How much each of them counts.</summary>
    public NeighborWeights Weights => _search.Weights;

    /// <summary>Keeps the samples; nothing else is computed.</summary>
    /// <param name="data">Samples with one label each; all numbers finite.</param>
    /// <param name="neighbors">How many neighbours vote: from 1 up to the number of samples.</param>
    /// <param name="weights">How much each of them counts.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="ArgumentException">The samples have several labels each, or NaN or infinity is among the inputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many samples.</exception>
    public static KNearestNeighbors Fit(Dataset<int> data, int neighbors = 5, NeighborWeights weights = NeighborWeights.Uniform)
    {
        NeighborSearch search = NeighborSearch.Of(data, neighbors, weights);
        CheckLabels(data);
        int[] labels = data.Targets.ToArray();
        return new KNearestNeighbors(search, labels, Math.Max(data.ClassNames?.Count ?? 0, labels.Max() + 1));
    }

    /// <summary>The nearest samples of one sample, the nearest first.</summary>
    /// <param name="input"><see cref="InputSize"/> floats.</param>
    /// <returns><see cref="Neighbors"/> samples.</returns>
    /// <exception cref="ArgumentException">The length does not fit, or a number is not finite.</exception>
    public IReadOnlyList<Neighbor> Nearest(ReadOnlySpan<float> input)
    {
        if (input.Length != InputSize)
            throw new ArgumentException($"{input.Length} input values were given; {InputSize} are needed.", nameof(input));
        return _search.Nearest(input);
    }

    /// <summary>The share of each class in the votes.</summary>
    /// <param name="inputs">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <returns>n · <see cref="ClassCount"/> probabilities, each row with the sum 1.</returns>
    /// <exception cref="ArgumentException">The length does not fit, or a number is not finite.</exception>
    public float[] PredictProbabilities(ReadOnlySpan<float> inputs)
    {
        float[] probabilities = new float[checked(SampleMatrix.Count(inputs, InputSize) * ClassCount)];
        for (int row = 0; row < inputs.Length / InputSize; row++)
        {
            double[] votes = Votes(inputs.Slice(row * InputSize, InputSize));
            double sum = votes.Sum();
            for (int label = 0; label < ClassCount; label++)
                probabilities[(row * ClassCount) + label] = (float)(votes[label] / sum);
        }

        return probabilities;
    }

    /// <summary>The class of each sample.</summary>
    /// <param name="inputs">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <returns>n labels.</returns>
    /// <exception cref="ArgumentException">The length does not fit, or a number is not finite.</exception>
    public int[] Predict(ReadOnlySpan<float> inputs)
    {
        int[] labels = new int[SampleMatrix.Count(inputs, InputSize)];
        for (int row = 0; row < labels.Length; row++)
        {
            double[] votes = Votes(inputs.Slice(row * InputSize, InputSize));
            labels[row] = Array.IndexOf(votes, votes.Max());
        }

        return labels;
    }

    /// <summary>The share of samples that are put into the right class, as scikit-learn's <c>score</c>.</summary>
    /// <param name="data">Samples with one label each, at least one.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentException">The samples have another number of inputs, or there are none.</exception>
    public double Score(Dataset<int> data)
    {
        SampleMatrix.CheckSize(data, InputSize);
        CheckLabels(data);
        if (data.Count == 0)
            throw new ArgumentException("The data have 0 samples; at least 1 is needed.", nameof(data));
        int[] predicted = Predict(data.Inputs);
        int right = 0;
        for (int i = 0; i < predicted.Length; i++)
            right += predicted[i] == data.Targets[i] ? 1 : 0;
        return (double)right / predicted.Length;
    }

    private static void CheckLabels(Dataset<int> data)
    {
        if (data.TargetSize != 1)
            throw new ArgumentException($"The samples have {data.TargetSize} labels each; 1 is needed.", nameof(data));
        int wrong = data.Targets.IndexOfAnyExceptInRange(0, int.MaxValue);
        if (wrong >= 0)
            throw new ArgumentException($"The label of sample {wrong} is {data.Targets[wrong]}; it must be at least 0.", nameof(data));
    }

    private double[] Votes(ReadOnlySpan<float> input)
    {
        Neighbor[] neighbors = _search.Nearest(input);
        double[] weights = _search.WeightsOf(neighbors), votes = new double[ClassCount];
        for (int i = 0; i < neighbors.Length; i++)
            votes[_labels[neighbors[i].Index]] += weights[i];
        return votes;
    }
}
