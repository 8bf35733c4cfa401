using ModelGen.Data;
using ModelGen.Runtime;

namespace ModelGen.Classics;

/// <summary>How k-means is to be run.</summary>
public sealed record KMeansOptions
{
    /// <summary>How often it starts anew with other centres; the clustering with the least inertia is taken. At least 1.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>The most iterations of a start; at least 1.</summary>
    public int MaxIterations { get; init; } = 300;

    /// <summary>A start ends when the centres have moved by less: the sum of squares, in units of the mean variance of the
    /// inputs.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Where the centres begin, [clusters, inputs], or null for k-means++. There is one start then.</summary>
    public IReadOnlyList<double>? InitialCenters { get; init; }
}

/// <summary>
/// Clusters of samples around their means, by Lloyd's algorithm; scikit-learn's <c>KMeans</c>. Immutable.
/// </summary>
/// <remarks>
/// The centres begin where greedy k-means++ puts them (D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", 2007):
/// of 2 + ln k candidates, drawn in proportion to the squared distance from the centres so far, the one that leaves the least inertia. The
/// seed decides all draws. A cluster that loses its last sample begins anew at the sample that is farthest from its centre, as there.
/// </remarks>
public sealed class KMeans
{
    private readonly double[] _centers;
    private readonly int[] _labels;

    private KMeans(Lloyd best, int inputSize)
    {
        InputSize = inputSize;
        (_centers, _labels, Inertia, Iterations) = (best.Centers, best.Labels, best.Inertia, best.Iterations);
    }

    /// <summary>How many inputs a sample has.</summary>
    public int InputSize { get; }

    /// <summary>How many clusters there are.</summary>
    public int ClusterCount => _centers.Length / InputSize;

    /// <summary>The centres, [<see cref="ClusterCount"/>, <see cref="InputSize"/>].</summary>
    public IReadOnlyList<double> ClusterCenters => _centers;

    /// <summary>The cluster of each sample that was fitted.</summary>
    public IReadOnlyList<int> Labels => _labels;

    /// <summary>The sum of squared distances of the samples from their centres.</summary>
    public double Inertia { get; }

    /// <summary>How many iterations the best start took.</summary>
    public int Iterations { get; }

    /// <summary>Finds clusters.</summary>
    /// <typeparam name="TTarget">The targets do not matter.</typeparam>
    /// <param name="data">The samples; all numbers finite.</param>
    /// <param name="clusters">How many clusters: from 1 up to the number of samples.</param>
    /// <param name="seed">The same seed gives the same clusters on every machine.</param>
    /// <param name="options">Starts, iterations, tolerance; null for the defaults.</param>
    /// <returns>The clusters.</returns>
    /// <exception cref="ArgumentException">NaN or infinity is among the inputs, or the initial centres do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many samples, or an option is out of range.</exception>
    public static KMeans Fit<TTarget>(Dataset<TTarget> data, int clusters, int seed = 0, KMeansOptions? options = null)
        where TTarget : unmanaged
    {
        options ??= new KMeansOptions();
        ArgumentNullException.ThrowIfNull(data);
        if (clusters < 1 || clusters > data.Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(clusters), clusters, $"The data have {data.Count} samples; from 1 to {data.Count} clusters can be asked for.");
        }

        Check(options, clusters, data.InputSize);
        double[] rows = SampleMatrix.Rows(data);
        int size = data.InputSize;

        // Far from the origin, differences of centred numbers lose fewer digits.
        double[] means = SampleMatrix.Means(rows, size);
        SampleMatrix.Subtract(rows, means);
        double tolerance = options.Tolerance * rows.Sum(value => value * value) / rows.Length;
        double[]? given = options.InitialCenters?.ToArray();
        if (given is not null)
            SampleMatrix.Subtract(given, means);
        Lloyd? best = null;
        for (int start = 0; start < (given is null ? options.Starts : 1); start++)
        {
            double[] centers =
                given ?? KMeansPlusPlus.Choose(rows, size, clusters, new RandomStream(seed, RandomStreams.Initialization + (uint)start));
            Lloyd run = Lloyd.Run(rows, size, centers, options.MaxIterations, tolerance);
            if (best is null || run.Inertia < best.Inertia)
                best = run;
        }

        for (int i = 0; i < best!.Centers.Length; i++)
            best.Centers[i] += means[i % size];
        return new KMeans(best, size);
    }

    /// <summary>The cluster of each sample: that of the nearest centre, the first of several.</summary>
    /// <param name="inputs">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <returns>n clusters.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public int[] Predict(ReadOnlySpan<float> inputs)
    {
        double[] squares = SquaredDistances(inputs);
        int[] labels = new int[squares.Length / ClusterCount];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<double> own = squares.AsSpan(row * ClusterCount, ClusterCount);
            for (int cluster = 1; cluster < own.Length; cluster++)
            {
                if (own[cluster] < own[labels[row]])
                    labels[row] = cluster;
            }
        }

        return labels;
    }

    /// <summary>The distance of each sample from each centre.</summary>
    /// <param name="inputs">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <returns>n · <see cref="ClusterCount"/> distances.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public float[] Transform(ReadOnlySpan<float> inputs) =>
        Array.ConvertAll(SquaredDistances(inputs), square => (float)Math.Sqrt(square));

    private double[] SquaredDistances(ReadOnlySpan<float> inputs)
    {
        double[] squares = new double[checked(SampleMatrix.Count(inputs, InputSize) * ClusterCount)];
        for (int i = 0; i < squares.Length; i++)
        {
            ReadOnlySpan<float> input = inputs.Slice(i / ClusterCount * InputSize, InputSize);
            for (int k = 0; k < input.Length; k++)
            {
                double difference = input[k] - _centers[(i % ClusterCount * InputSize) + k];
                squares[i] += difference * difference;
            }
        }

        return squares;
    }

    private static void Check(KMeansOptions options, int clusters, int inputSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Starts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1, nameof(options));
        if (!(options.Tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "The tolerance must be at least 0.");
        if (options.InitialCenters is { } centers
            && (centers.Count != clusters * inputSize || !centers.All(double.IsFinite)))
        {
            throw new ArgumentException(
                $"{centers.Count} numbers were given for the initial centres; {clusters} · {inputSize} = {clusters * inputSize} finite "
                    + "ones are needed.",
                nameof(options));
        }
    }
}
