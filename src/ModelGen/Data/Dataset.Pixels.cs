using ModelGen.Runtime;

namespace ModelGen.Data;

public static partial class Dataset
{
    /// <summary>
    /// Images with class labels from one array of bytes, which is used as it is, not copied. When they are read, pixels are divided
    /// by 255, so that they are from 0 to 1.
    /// </summary>
    /// <param name="pixels">Image after image, each in the order of its shape: channel after channel, row after row.</param>
    /// <param name="labels">One label per image, counted from 0.</param>
    /// <param name="imageShape">The shape of one image: [channels, height, width].</param>
    /// <param name="classNames">What the labels stand for.</param>
    /// <returns>The dataset.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is negative or has no name.</exception>
    public static Dataset<int> FromPixels(
        byte[] pixels,
        int[] labels,
        IReadOnlyList<int> imageShape,
        IReadOnlyList<string>? classNames = null) => FromPixels(pixels, labels, imageShape, classNames, byte.MaxValue);

    private static Dataset<int> FromPixels(
        byte[] pixels, int[] labels, IReadOnlyList<int> imageShape, IReadOnlyList<string>? classNames, float divisor)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(imageShape);
        int inputSize = TensorShape.ElementCount([.. imageShape]);
        CheckLabels(labels, classNames);
        CheckLength(pixels.Length, labels.Length, inputSize, nameof(pixels));
        return new Dataset<int>(
            new ByteRows(pixels, inputSize, divisor),
            labels,
            labels.Length,
            CheckedShape(inputSize, imageShape),
            1,
            classNames);
    }
}
