using ModelGen.Data;

namespace ModelGen.Classics;

/// <summary>
/// Principal component analysis: the orthogonal directions in which the samples vary most; scikit-learn's <c>PCA</c>, by the singular value
/// decomposition of the centred inputs. Immutable.
/// </summary>
/// <remarks>
/// A direction and its opposite are the same component: here the element of each component with the largest absolute value is positive, as
/// in scikit-learn since version 1.5. Earlier ones chose the sign by the samples.
/// </remarks>
public sealed class Pca
{
    private readonly double[] _mean, _components, _variance, _ratio, _singular;

    private Pca(double[] mean, double[] components, double[] singular, double[] variance, double total, double noise, bool whiten)
    {
        (_mean, _components, _singular, _variance, NoiseVariance, Whiten) = (mean, components, singular, variance, noise, whiten);
        _ratio = [.. variance.Select(value => total > 0 ? value / total : 0)];
    }

    /// <summary>How many inputs a sample has.</summary>
    public int InputSize => _mean.Length;

    /// <summary>How many components are kept.</summary>
    public int ComponentCount => _variance.Length;

    /// <summary>Whether components are divided by their standard deviations.</summary>
    public bool Whiten { get; }

    /// <summary>The mean of each input.</summary>
    public IReadOnlyList<double> Mean => _mean;

    /// <summary>The directions, [<see cref="ComponentCount"/>, <see cref="InputSize"/>], each of length 1, the most important
    /// first.</summary>
    public IReadOnlyList<double> Components => _components;

    /// <summary>The variance of the samples along each component, with n − 1 as divisor.</summary>
    public IReadOnlyList<double> ExplainedVariance => _variance;

    /// <summary>The share of each component in the variance of all inputs; zeros if all samples are equal.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio => _ratio;

    /// <summary>The singular value of each component.</summary>
    public IReadOnlyList<double> SingularValues => _singular;

    /// <summary>The mean variance of the components that were left out; 0 if none were.</summary>
    public double NoiseVariance { get; }

    /// <summary>Finds all components: as many as the smaller of samples and inputs.</summary>
    /// <typeparam name="TTarget">The targets do not matter.</typeparam>
    /// <param name="data">At least two samples; all numbers finite.</param>
    /// <param name="whiten">Whether each component is divided by its standard deviation, so that all vary alike.</param>
    /// <returns>The components.</returns>
    /// <exception cref="ArgumentException">There are fewer than two samples, or NaN or infinity among them.</exception>
    public static Pca Fit<TTarget>(Dataset<TTarget> data, bool whiten = false)
        where TTarget : unmanaged => Fit(data, whiten, ratios => ratios.Length);

    /// <summary>Finds the components, and keeps some of them.</summary>
    /// <typeparam name="TTarget">The targets do not matter.</typeparam>
    /// <param name="data">At least two samples; all numbers finite.</param>
    /// <param name="components">How many to keep, from 1 up to the smaller of samples and inputs.</param>
    /// <param name="whiten">Whether each component is divided by its standard deviation, so that all vary alike.</param>
    /// <returns>The components.</returns>
    /// <exception cref="ArgumentException">There are fewer than two samples, or NaN or infinity among them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many components.</exception>
    public static Pca Fit<TTarget>(Dataset<TTarget> data, int components, bool whiten = false)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        int most = Math.Min(data.Count, data.InputSize);
        if (components < 1 || components > most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(components), components, $"{data.Count} samples of {data.InputSize} inputs have from 1 to {most} components.");
        }

        return Fit(data, whiten, _ => components);
    }

    /// <summary>Finds the components, and keeps as few as explain a share of the variance.</summary>
    /// <typeparam name="TTarget">The targets do not matter.</typeparam>
    /// <param name="data">At least two samples; all numbers finite.</param>
    /// <param name="variance">The share of the variance that is to be exceeded, between 0 and 1.</param>
    /// <param name="whiten">Whether each component is divided by its standard deviation, so that all vary alike.</param>
    /// <returns>The components.</returns>
    /// <exception cref="ArgumentException">There are fewer than two samples, or NaN or infinity among them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static Pca Fit<TTarget>(Dataset<TTarget> data, double variance, bool whiten = false)
        where TTarget : unmanaged
    {
        if (!(variance > 0 && variance < 1))
            throw new ArgumentOutOfRangeException(nameof(variance), variance, "The share of the variance must be between 0 and 1.");
        return Fit(data, whiten, ratios =>
        {
            double sum = 0;
            int count = 0;
            while (count < ratios.Length && sum <= variance)
                sum += ratios[count++];
            return count;
        });
    }

    private static Pca Fit<TTarget>(Dataset<TTarget> data, bool whiten, Func<double[], int> choose)
        where TTarget : unmanaged
    {
        double[] rows = SampleMatrix.Rows(data, fewest: 2);
        int size = data.InputSize, count = data.Count;
        double[] mean = SampleMatrix.Means(rows, size);
        SampleMatrix.Subtract(rows, mean);
        ThinSvd svd = ThinSvd.Of(SampleMatrix.Of(rows, size));
        double[] variances = [.. svd.S.Select(s => s * s / (count - 1))];
        double total = variances.Sum();
        int kept = choose([.. variances.Select(value => total > 0 ? value / total : 0)]);
        double[] components = new double[kept * size];
        for (int k = 0; k < kept; k++)
        {
            double[] direction = svd.Vt.Row(k).ToArray();
            double largest = direction.MaxBy(Math.Abs);
            for (int i = 0; i < size; i++)
                components[(k * size) + i] = largest < 0 ? -direction[i] : direction[i];
        }

        double noise = kept < variances.Length ? variances[kept..].Average() : 0;
        return new Pca(mean, components, svd.S[..kept], variances[..kept], total, noise, whiten);
    }

    /// <summary>The samples along the components.</summary>
    /// <param name="inputs">n · <see cref="InputSize"/> floats, sample after sample.</param>
    /// <returns>n · <see cref="ComponentCount"/> floats.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public float[] Transform(ReadOnlySpan<float> inputs)
    {
        float[] outputs = new float[SampleMatrix.Count(inputs, InputSize) * ComponentCount];
        for (int i = 0; i < outputs.Length; i++)
        {
            ReadOnlySpan<float> input = inputs.Slice(i / ComponentCount * InputSize, InputSize);
            int component = i % ComponentCount;
            double sum = 0;
            for (int k = 0; k < input.Length; k++)
                sum += (input[k] - _mean[k]) * _components[(component * InputSize) + k];
            outputs[i] = (float)(sum / Scale(component));
        }

        return outputs;
    }

    /// <summary>A dataset with the components as inputs.</summary>
    /// <typeparam name="TTarget">The targets stay as they are.</typeparam>
    /// <param name="data">Samples with <see cref="InputSize"/> inputs.</param>
    /// <returns>Samples with <see cref="ComponentCount"/> inputs.</returns>
    /// <exception cref="ArgumentException">The samples have another number of inputs.</exception>
    public Dataset<TTarget> Transform<TTarget>(Dataset<TTarget> data)
        where TTarget : unmanaged
    {
        SampleMatrix.CheckSize(data, InputSize);
        return data.WithInputs(Transform(data.Inputs), ComponentCount);
    }

    /// <summary>Back from components to inputs: the nearest sample that they describe.</summary>
    /// <param name="components">n · <see cref="ComponentCount"/> floats.</param>
    /// <returns>n · <see cref="InputSize"/> floats.</returns>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public float[] InverseTransform(ReadOnlySpan<float> components)
    {
        int count = SampleMatrix.Count(components, ComponentCount);
        float[] inputs = new float[count * InputSize];
        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < InputSize; i++)
            {
                double sum = _mean[i];
                for (int k = 0; k < ComponentCount; k++)
                    sum += components[(row * ComponentCount) + k] * Scale(k) * _components[(k * InputSize) + i];
                inputs[(row * InputSize) + i] = (float)sum;
            }
        }

        return inputs;
    }

    // A component without variance is 0 for all samples, whatever it is divided by.
    private double Scale(int component) => Whiten && _variance[component] > 0 ? Math.Sqrt(_variance[component]) : 1;
}
