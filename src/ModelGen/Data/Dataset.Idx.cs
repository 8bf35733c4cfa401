namespace ModelGen.Data;

public static partial class Dataset
{
    /// <summary>
    /// Reads images and labels in the IDX format of MNIST (http://yann.lecun.com/exdb/mnist): bytes of pixels, bytes of
    /// labels. Files compressed with gzip are unpacked, whatever their names. The pixels stay bytes until they are read.
    /// </summary>
    /// <param name="imagesPath">The images: unsigned bytes, [count, height, width] or [count, anything…].</param>
    /// <param name="labelsPath">The labels: unsigned bytes, [count].</param>
    /// <param name="normalize">True to divide the pixels by 255, so that they are from 0 to 1.</param>
    /// <param name="classNames">What the labels stand for.</param>
    /// <returns>The dataset; images of height and width get the input shape [1, height, width].</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A file is truncated or of another format, the counts differ, or a label has no
    /// name.</exception>
    public static Dataset<int> FromIdx(string imagesPath, string labelsPath, bool normalize = true, IReadOnlyList<string>? classNames = null)
    {
        IdxFile images = IdxFile.Read(imagesPath);
        IdxFile labels = IdxFile.Read(labelsPath);
        if (images.Shape.Length < 2)
            throw new InvalidDataException($"'{imagesPath}' has {images.Shape.Length} dimension; images need at least 2. Are images and labels swapped?");
        if (labels.Shape.Length != 1)
            throw new InvalidDataException($"'{labelsPath}' has {labels.Shape.Length} dimensions; labels need 1. Are images and labels swapped?");
        if (images.Shape[0] != labels.Shape[0])
            throw new InvalidDataException($"'{imagesPath}' has {images.Shape[0]} images, but '{labelsPath}' has {labels.Shape[0]} labels.");

        int[] shape = images.Shape.Length == 3 ? [1, .. images.Shape[1..]] : images.Shape[1..];
        int inputSize = shape.Aggregate(1, (product, size) => product * size);
        if (inputSize == 0)
            throw new InvalidDataException($"'{imagesPath}' has images of size 0.");

        int wrong = classNames is null ? -1 : Array.FindIndex(labels.Data, label => label >= classNames.Count);
        if (wrong >= 0)
            throw new InvalidDataException($"'{labelsPath}': the label of sample {wrong} is {labels.Data[wrong]}; it must be from 0 to {classNames!.Count - 1}, as there are {classNames.Count} class names.");
        return FromPixels(images.Data, Array.ConvertAll(labels.Data, label => (int)label), shape, classNames, normalize ? byte.MaxValue : 1);
    }
}
