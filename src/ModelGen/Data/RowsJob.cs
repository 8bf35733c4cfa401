using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>Loads the inputs of a batch: each thread some of the rows.</summary>
/// <remarks>Scratch memory has room for all rows, though a thread needs it for one: that of the first row it loads.</remarks>
internal ref struct RowsJob<TTarget>(
    Dataset<TTarget> data, ImageShape shape, Augmentation[] augmentations, int seed, int epoch) : IJob
    where TTarget : unmanaged
{
    /// <summary>The positions of the samples.</summary>
    public required ReadOnlySpan<int> Indices { get; init; }

    /// <summary>Receives a row for each.</summary>
    public required Span<float> Inputs { get; init; }

    /// <summary>As long as the inputs, if there are augmentations.</summary>
    public required Span<float> Scratch { get; init; }

    public readonly void Run(Part part)
    {
        int first = (int)part.First(Indices.Length, 1), last = (int)part.Last(Indices.Length, 1), size = data.InputSize;
        for (int row = first; row < last; row++)
        {
            Span<float> input = Inputs.Slice(row * size, size);
            data.CopyRaw(Indices[row], input);
            if (augmentations.Length > 0)
                Augment(
                    Indices[row],
                    new AugmentedImage(shape.Channels, shape.Height, shape.Width, input, Scratch.Slice(first * size, size)));
            data.Standardization?.Apply(input);
        }
    }

    private readonly void Augment(int index, AugmentedImage image)
    {
        for (int position = 0; position < augmentations.Length; position++)
        {
            SampleRandom random = new(seed, epoch, index, position);
            augmentations[position].Apply(image, ref random);
        }
    }
}
