using ModelGen.Data;

namespace TransferLearning;

/// <summary>What ResNet-18 sees in images: 512 numbers for each. They are computed once, as the body does not learn.</summary>
internal static class Features
{
    /// <summary>The edge of the images that the network was made for.</summary>
    public const int Edge = 224;

    /// <summary>How many numbers an image becomes.</summary>
    public const int Size = ResNet18.OutputSize;

    /// <summary>Replaces images by their features, on all processors.</summary>
    /// <param name="images">Images of 3 × 224 × 224.</param>
    /// <param name="done">Is told how many are done.</param>
    public static Dataset<int> Of(Dataset<int> images, Action<int>? done = null)
    {
        float[] features = new float[images.Count * Size];
        int count = 0;
        Parallel.For(0, images.Count, i =>
        {
            Compute(images.Image(i), features.AsSpan(i * Size, Size));
            done?.Invoke(Interlocked.Increment(ref count));
        });
        return images.WithInputs(features, Size);
    }

    /// <summary>The features of one image.</summary>
    public static void Compute(ByteImage image, Span<float> features)
    {
        // From 0 to 255, in the order red, green, blue; the preparation turns that round and subtracts the mean of ImageNet.
        float[] pixels = new float[Preparation.InputSize], prepared = new float[Preparation.OutputSize];
        for (int channel = 0, at = 0; channel < 3; channel++)
        {
            for (int row = 0; row < Edge; row++)
            {
                for (int column = 0; column < Edge; column++) pixels[at++] = image[channel, row, column];
            }
        }

        Preparation.Predict(pixels, prepared);
        ResNet18.Predict(prepared, features);
    }
}
