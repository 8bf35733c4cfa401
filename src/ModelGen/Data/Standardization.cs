using System.Numerics;
using System.Text;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Data;

/// <summary>
/// Shifts and scales each channel: (x − mean) / standard deviation, so that the data it was fitted on have the mean 0 and the
/// standard deviation 1. Fit it on the training data only, and use the same numbers for all other data. Immutable.
/// </summary>
/// <example><code>
/// Standardization standardization = Standardization.Fit(training);
/// model.Fit(training.Standardize(standardization), epochs: 10, validation: test.Standardize(standardization));
/// </code></example>
public sealed class Standardization
{
    private const string MeanName = "mean", DeviationName = "std";
    private readonly float[] _mean;
    private readonly float[] _deviation;

    /// <summary>Uses known numbers, such as those that were published with a data set.</summary>
    /// <param name="mean">The mean of each channel: finite numbers.</param>
    /// <param name="deviation">The standard deviation of each channel: finite numbers above 0.</param>
    /// <exception cref="ArgumentException">There are none, they are not as many, or one is not such a number.</exception>
    public Standardization(IReadOnlyList<float> mean, IReadOnlyList<float> deviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(deviation);
        (_mean, _deviation) = ([.. mean], [.. deviation]);
        if (_mean.Length == 0 || _mean.Length != _deviation.Length)
        {
            throw new ArgumentException(
                $"{_mean.Length} means and {_deviation.Length} standard deviations were given; one of each is needed for every channel.",
                nameof(deviation));
        }

        int wrong = Array.FindIndex(_mean, value => !float.IsFinite(value));
        if (wrong >= 0)
            throw new ArgumentException($"The mean of channel {wrong} is {Text(_mean[wrong])}; a finite number is needed.", nameof(mean));
        wrong = Array.FindIndex(_deviation, value => !(float.IsNormal(value) && value > 0));
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"The standard deviation of channel {wrong} is {Text(_deviation[wrong])}; a finite number above 0 is needed.",
                nameof(deviation));
        }
    }

    /// <summary>The mean of each channel.</summary>
    public IReadOnlyList<float> Mean => _mean;

    /// <summary>The standard deviation of each channel.</summary>
    public IReadOnlyList<float> Deviation => _deviation;

    /// <summary>
    /// Measures a dataset. Channels are the first axis of its input shape: those of images [channels, height, width], the
    /// columns of a table [columns].
    /// </summary>
    /// <remarks>
    /// In double precision, sample after sample. The standard deviation is that of the whole population, √(Σ(x − mean)² / n), as in
    /// scikit-learn's <c>StandardScaler</c>; a channel of equal values gets 1, so that it becomes 0.
    /// </remarks>
    /// <typeparam name="TTarget">The targets do not matter.</typeparam>
    /// <param name="training">The training data, at least one sample, all finite.</param>
    /// <returns>The numbers for each channel.</returns>
    /// <exception cref="ArgumentException">There are no samples, or NaN or infinity among them.</exception>
    public static Standardization Fit<TTarget>(Dataset<TTarget> training)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Count == 0)
            throw new ArgumentException("The data have 0 samples; at least 1 is needed.", nameof(training));
        int channels = training.InputShape[0];
        double count = (double)training.Count * (training.InputSize / channels);
        double[] means = Sums(training, new double[channels], (x, _) => x, count);
        double[] variances = Sums(training, means, (x, mean) => (x - mean) * (x - mean), count);
        int wrong = Array.FindIndex(variances, value => !double.IsFinite(value));
        if (wrong >= 0)
            throw new ArgumentException($"Channel {wrong} holds NaN, infinity or numbers too large to square.", nameof(training));
        float[] deviations = [.. variances.Select(variance => (float)Math.Sqrt(variance))];
        return new Standardization(
            [.. means.Select(mean => (float)mean)],
            [.. deviations.Select(value => float.IsNormal(value) ? value : 1f)]);
    }

    /// <summary>Standardises one sample in place.</summary>
    /// <param name="sample">Channel after channel, all of the same length.</param>
    /// <exception cref="ArgumentException">The length is no multiple of the number of channels.</exception>
    public void Apply(Span<float> sample)
    {
        (int length, int rest) = Math.DivRem(sample.Length, _mean.Length);
        if (rest != 0)
            throw new ArgumentException(
                $"{sample.Length} numbers were given; a multiple of {_mean.Length}, the number of channels, is needed.",
                nameof(sample));
        for (int channel = 0; channel < _mean.Length; channel++)
            Apply(sample.Slice(channel * length, length), _mean[channel], _deviation[channel]);
    }

    /// <summary>Writes the numbers as a safetensors file with the tensors <c>mean</c> and <c>std</c>.</summary>
    /// <param name="path">The file; replaced if it exists, unchanged if writing fails.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public void Save(string path)
    {
        ParameterSet tensors = Tensors(_mean.Length);
        tensors[MeanName].Value.CopyFrom(_mean);
        tensors[DeviationName].Value.CopyFrom(_deviation);
        SafeTensors.Save(path, tensors);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">How many channels the data have.</param>
    /// <returns>The same numbers.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is truncated, not in the format, or for another number of channels.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Standardization Load(string path, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ParameterSet tensors = Tensors(channels);
        SafeTensors.Load(path, tensors);
        try
        {
            return new Standardization(tensors[MeanName].Value.ToArray(), tensors[DeviationName].Value.ToArray());
        }
        catch (ArgumentException problem)
        {
            throw new InvalidDataException($"Cannot load the standardisation from '{path}': {problem.Message}", problem);
        }
    }

    /// <summary>The numbers of each channel: <c>channel 0: mean 0.2860, standard deviation 0.3530</c>.</summary>
    /// <returns>One line per channel, separated by \n.</returns>
    public override string ToString()
    {
        StringBuilder text = new();
        for (int channel = 0; channel < _mean.Length; channel++)
        {
            text.Append(channel == 0 ? "" : "\n")
                .Append("channel ")
                .Append(Numbers.Format(channel))
                .Append(": mean ")
                .Append(Text(_mean[channel]))
                .Append(", standard deviation ")
                .Append(Text(_deviation[channel]));
        }

        return text.ToString();
    }

    private static void Apply(Span<float> values, float mean, float deviation)
    {
        int done = 0;
        for (; done <= values.Length - Vector<float>.Count; done += Vector<float>.Count)
        {
            Span<float> piece = values.Slice(done, Vector<float>.Count);
            ((new Vector<float>(piece) - new Vector<float>(mean)) / new Vector<float>(deviation)).CopyTo(piece);
        }

        for (; done < values.Length; done++)
            values[done] = (values[done] - mean) / deviation;
    }

    private static double[] Sums<TTarget>(Dataset<TTarget> data, double[] centers, Func<double, double, double> term, double count)
        where TTarget : unmanaged
    {
        float[] sample = new float[data.InputSize];
        int length = data.InputSize / centers.Length;
        double[] sums = new double[centers.Length];
        for (int index = 0; index < data.Count; index++)
        {
            data.CopyInput(index, sample);
            for (int channel = 0; channel < sums.Length; channel++)
            {
                double sum = sums[channel], center = centers[channel];
                foreach (float value in sample.AsSpan(channel * length, length))
                    sum += term(value, center);
                sums[channel] = sum;
            }
        }

        return [.. sums.Select(sum => sum / count)];
    }

    private static ParameterSet Tensors(int channels)
    {
        Initialization none = new(InitializationKind.Zeros, 0, 0, 0);
        return new ParameterSet(
            [
                new ParameterDescriptor(MeanName, [channels], 0, [1], none),
                new ParameterDescriptor(DeviationName, [channels], channels, [1], none),
            ],
            new AlignedBuffer(2 * channels), new AlignedBuffer(2 * channels));
    }

    private static string Text(float value) => Numbers.Format(value, "G6");
}
