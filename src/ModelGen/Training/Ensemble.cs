using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>What an <see cref="Ensemble"/> takes the mean of.</summary>
public enum EnsembleMean
{
    /// <summary>Of the outputs as they are: numbers, or probabilities.</summary>
    Outputs,

    /// <summary>Of the probabilities that the softmax makes of the outputs. The ensemble gives their logarithms, which are logits of that
    /// mean: metrics for logits and losses work with them.</summary>
    SoftmaxOfLogits,
}

/// <summary>Several models that predict together, by the mean of what they say. Safe to use from many threads, if its members
/// are.</summary>
public sealed class Ensemble : IModel
{
    private readonly IModel[] _members;

    /// <summary>Models as one.</summary>
    /// <param name="members">At least one; with the same numbers of inputs and outputs.</param>
    /// <param name="mean">What the mean is taken of.</param>
    /// <exception cref="ArgumentException">There are none, or they differ in inputs or outputs.</exception>
    public Ensemble(IEnumerable<IModel> members, EnsembleMean mean)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (!Enum.IsDefined(mean))
            throw new ArgumentOutOfRangeException(nameof(mean), mean, "Outputs and SoftmaxOfLogits are what a mean is taken of.");
        _members = [.. members];
        Mean = mean;
        if (_members.Length == 0)
            throw new ArgumentException("There are no models; an ensemble has at least one.", nameof(members));
        foreach (IModel member in _members)
        {
            if (member.InputSize != InputSize || member.OutputSize != OutputSize)
            {
                throw new ArgumentException(
                    $"One model has {InputSize} inputs and {OutputSize} outputs, another {member.InputSize} and {member.OutputSize}.",
                    nameof(members));
            }
        }
    }

    /// <summary>The models.</summary>
    public IReadOnlyList<IModel> Members => _members;

    /// <summary>What the mean is taken of.</summary>
    public EnsembleMean Mean { get; }

    /// <inheritdoc/>
    public int InputSize => _members[0].InputSize;

    /// <inheritdoc/>
    public int OutputSize => _members[0].OutputSize;

    /// <summary>None of its own: those of the <see cref="Members"/> are theirs.</summary>
    public ParameterSet Parameters { get; } = new([], new AlignedBuffer(0), new AlignedBuffer(0));

    /// <inheritdoc/>
    public int Threads
    {
        get => _members[0].Threads;
        set
        {
            foreach (IModel member in _members) member.Threads = value;
        }
    }

    /// <summary>
    /// Bagging: each model learns from as many samples as there are, drawn with replacement, so that each sees about 63 % of them, some
    /// several times. L. Breiman, "Bagging predictors", 1996.
    /// </summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="data">The training data, at least one sample.</param>
    /// <param name="count">How many models; at least 1.</param>
    /// <param name="train">Is given the samples of a model and its number, from 0, and gives the trained model.</param>
    /// <param name="mean">What the mean is taken of.</param>
    /// <param name="seed">The same seed draws the same samples on every machine; the first models are those of a smaller
    /// ensemble.</param>
    /// <returns>The ensemble.</returns>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static Ensemble Bagging<TTarget>(
        Dataset<TTarget> data, int count, Func<Dataset<TTarget>, int, IModel> train, EnsembleMean mean, int seed = 0)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (data.Count == 0)
            throw new ArgumentException("The data have 0 samples; at least 1 is needed.", nameof(data));
        return new Ensemble(Enumerable.Range(0, count).Select(number => train(Bootstrap(data, number, seed), number)).ToArray(), mean);
    }

    /// <summary>As many samples as there are, drawn with replacement.</summary>
    /// <typeparam name="TTarget">The targets do not matter.</typeparam>
    /// <param name="data">The samples, at least one.</param>
    /// <param name="number">Which draw, from 0.</param>
    /// <param name="seed">The same seed and number give the same samples on every machine.</param>
    /// <returns>A new set with copies of the rows.</returns>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static Dataset<TTarget> Bootstrap<TTarget>(Dataset<TTarget> data, int number, int seed = 0)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (data.Count == 0)
            throw new ArgumentException("The data have 0 samples; at least 1 is needed.", nameof(data));
        RandomStream random = new(seed, RandomStreams.Split + 16 + (uint)number);
        int[] drawn = new int[data.Count];
        foreach (ref int index in drawn.AsSpan()) index = random.NextInt(data.Count);
        return data.Subset(drawn);
    }

    /// <inheritdoc/>
    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        double[] sums = new double[output.Length];
        float[] own = new float[output.Length];
        foreach (IModel member in _members)
        {
            member.Predict(input, own);
            if (Mean == EnsembleMean.SoftmaxOfLogits)
            {
                for (int row = 0; row < own.Length; row += OutputSize)
                    Classification.Softmax(own.AsSpan(row, OutputSize), own.AsSpan(row, OutputSize));
            }

            for (int i = 0; i < own.Length; i++) sums[i] += own[i];
        }

        for (int i = 0; i < output.Length; i++)
        {
            double mean = sums[i] / _members.Length;

            // The least probability that a float holds keeps the logarithm finite.
            output[i] = (float)(Mean == EnsembleMean.Outputs ? mean : double.IsNaN(mean) ? mean : Math.Log(Math.Max(mean, float.Epsilon)));
        }
    }

    /// <summary>Writes the weights of all members, each under its number: <c>0.dense1.weight</c>.</summary>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Save);
    }

    /// <summary>Writes the weights of all members to a stream, as <see cref="Save(string)"/> does to a file.</summary>
    /// <param name="stream">Where to write; it need not be able to seek, and is left open.</param>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        IEnumerable<SavedTensor> tensors = _members.SelectMany((member, number) =>
            member.Parameters.Select(parameter => SavedTensor.Of(parameter) with { Name = $"{Numbers.Format(number)}.{parameter.Name}" }));
        SafeTensorsWriter.Write(stream, tensors, []);
    }
}
