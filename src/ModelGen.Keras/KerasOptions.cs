namespace ModelGen.Keras;

/// <summary>How the tensors of a Keras file become those of a model.</summary>
public sealed record KerasOptions
{
    /// <summary>
    /// The tensors as they are stored, with Keras' names and layouts: to look at, or for layers that are not known here. Default: false.
    /// </summary>
    public bool AsStored { get; init; }

    /// <summary>
    /// For layers <c>Dense</c> that read what <c>Flatten</c> makes of an image: its height, width and channels, by the layer's name.
    /// Keras flattens with the channels last and models with the channels first, so that the rows of the kernel change places.
    /// </summary>
    public IReadOnlyDictionary<string, (int Height, int Width, int Channels)> Flattened { get; init; } =
        new Dictionary<string, (int, int, int)>();
}
