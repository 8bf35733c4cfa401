namespace ModelGen.Data;

public static partial class Dataset
{
    /// <summary>
    /// Reads images and labels in the IDX format of MNIST (http://yann.lecun.com/exdb/mnist), with elements of any of its
    /// types. Files compressed with gzip are unpacked, whatever their names. Pixels that are bytes stay so until they are read.
    /// </summary>
    /// <param name="imagesPath">The images: [count, height, width] or [count, anything…].</param>
    /// <param name="labelsPath">The labels: whole numbers of at least 0, [count].</param>
    /// <param name="normalize">True to divide pixels that are whole numbers by 255, so that they are from 0 to 1; others are taken as they
    /// are.</param>
    /// <param name="classNames">What the labels stand for.</param>
    /// <returns>The dataset; images of height and width get the input shape [1, height, width].</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A file is truncated or of another format, the counts differ, or a label has no
    /// name.</exception>
    public static Dataset<int> FromIdx(
        string imagesPath,
        string labelsPath,
        bool normalize = true,
        IReadOnlyList<string>? classNames = null)
    {
        IdxFile images = IdxFile.Read(imagesPath);
        IdxFile labels = IdxFile.Read(labelsPath);
        if (images.Shape.Length < 2)
            throw new InvalidDataException(
                $"'{imagesPath}' has {images.Shape.Length} dimension; images need at least 2. Are images and labels swapped?");
        if (labels.Shape.Length != 1)
            throw new InvalidDataException(
                $"'{labelsPath}' has {labels.Shape.Length} dimensions; labels need 1. Are images and labels swapped?");
        if (images.Shape[0] != labels.Shape[0])
            throw new InvalidDataException(
                $"'{imagesPath}' has {images.Shape[0]} images, but '{labelsPath}' has {labels.Shape[0]} labels.");

        int[] shape = images.Shape.Length == 3 ? [1, .. images.Shape[1..]] : images.Shape[1..];
        int inputSize = shape.Aggregate(1, (product, size) => product * size);
        if (inputSize == 0)
            throw new InvalidDataException($"'{imagesPath}' has images of size 0.");

        int[] classes = Labels(labels, labelsPath);
        int wrong = classNames is null ? -1 : Array.FindIndex(classes, label => label >= classNames.Count);
        if (wrong >= 0)
            throw new InvalidDataException(
                $"'{labelsPath}': the label of sample {wrong} is {classes[wrong]}; it must be from 0 to {classNames!.Count - 1}, as there "
                    + $"are {classNames.Count} class names.");
        bool scales = normalize && images.Type.IsWhole();
        return images.Type == IdxType.UInt8
            ? FromPixels(images.Data, classes, shape, classNames, scales ? byte.MaxValue : 1)
            : FromArrays(images.ToFloats(scales ? byte.MaxValue : 1), classes, inputSize, shape, classNames);
    }

    private static int[] Labels(IdxFile file, string path)
    {
        try
        {
            return file.ToLabels();
        }
        catch (InvalidDataException problem)
        {
            throw new InvalidDataException($"'{path}': {problem.Message}.", problem);
        }
    }
}
