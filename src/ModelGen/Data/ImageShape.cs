using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>The sizes of an image; its pixels lie channel after channel, row after row.</summary>
internal readonly record struct ImageShape(int Channels, int Height, int Width)
{
    public int Length => Channels * Height * Width;

    /// <summary>Reads [channels, height, width], or [height, width] for one channel.</summary>
    /// <exception cref="InvalidOperationException">It is neither; the message says what needed it.</exception>
    public static ImageShape Of(IReadOnlyList<int> shape, string purpose) => shape.Count switch
    {
        2 => new ImageShape(1, shape[0], shape[1]),
        3 => new ImageShape(shape[0], shape[1], shape[2]),
        _ => throw new InvalidOperationException(
            $"{purpose} needs images of the shape [channels, height, width]; a sample here is {TensorShape.Format(shape)}."),
    };
}
