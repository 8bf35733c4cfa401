using ModelGen.Runtime;

namespace ModelGen.Data;

/// <content>Samples from NumPy's arrays.</content>
public static partial class Dataset
{
    /// <summary>Samples with class labels from two arrays of NumPy.</summary>
    /// <param name="inputs">[n, …]: the first axis counts the samples. Bytes are taken as brightnesses and become 0 to 1, as from other
    /// files of images; other numbers become floats as they are.</param>
    /// <param name="labels">[n] or [n, 1], whole numbers from 0 on.</param>
    /// <param name="classNames">What the labels stand for.</param>
    /// <returns>The dataset; samples have the shape of the other axes.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a label is negative, no whole number, or has no name.</exception>
    /// <example><code>var mnist = NpzFile.Load("mnist.npz"); var training = Dataset.FromNumpy(mnist["x_train"],
    /// mnist["y_train"]);</code></example>
    public static Dataset<int> FromNumpy(NpyArray inputs, NpyArray labels, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int[] shape = SampleShape(inputs, labels);
        if (labels.Count != labels.Shape[0])
        {
            throw new ArgumentException(
                $"The labels have the shape {TensorShape.Format(labels.Shape)}; one for each sample is needed.", nameof(labels));
        }

        int[] values;
        try
        {
            values = labels.ToInts();
        }
        catch (InvalidOperationException problem)
        {
            throw new ArgumentException(problem.Message, nameof(labels), problem);
        }

        CheckLabels(values, classNames);
        return new Dataset<int>(Rows(inputs, shape), values, values.Length, Array.AsReadOnly(shape), 1, classNames);
    }

    /// <summary>Samples with numeric targets from two arrays of NumPy.</summary>
    /// <param name="inputs">[n, …]: the first axis counts the samples. Bytes become 0 to 1; other numbers become floats as they
    /// are.</param>
    /// <param name="targets">[n, …].</param>
    /// <returns>The dataset; samples have the shape of the other axes.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Dataset<float> RegressionFromNumpy(NpyArray inputs, NpyArray targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        int[] shape = SampleShape(inputs, targets);
        int count = targets.Shape[0];
        int targetSize = targets.Shape.Skip(1).Aggregate(1, (product, size) => product * size);
        return new Dataset<float>(Rows(inputs, shape), targets.ToFloats(), count, Array.AsReadOnly(shape), targetSize, null);
    }

    private static int[] SampleShape(NpyArray inputs, NpyArray targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Shape.Count == 0 || targets.Shape.Count == 0 || inputs.Shape[0] != targets.Shape[0])
        {
            throw new ArgumentException(
                $"The inputs have the shape {TensorShape.Format(inputs.Shape)} and the targets {TensorShape.Format(targets.Shape)}; "
                + "the first axis of both counts the samples.",
                nameof(inputs));
        }

        int[] shape = inputs.Shape.Count == 1 ? [1] : [.. inputs.Shape.Skip(1)];
        return shape.Contains(0) || targets.Shape.Skip(1).Contains(0)
            ? throw new ArgumentException(
                $"Samples of the shape {TensorShape.Format(shape)} with targets {TensorShape.Format([.. targets.Shape.Skip(1)])} have no "
                    + "numbers.",
                nameof(inputs))
            : shape;
    }

    private static InputRows Rows(NpyArray inputs, int[] shape)
    {
        int length = shape.Aggregate(1, (product, size) => product * size);
        return inputs.Bytes.IsEmpty ? new FloatRows(inputs.ToFloats(), length) : new ByteRows(inputs.Bytes, length, byte.MaxValue);
    }
}
