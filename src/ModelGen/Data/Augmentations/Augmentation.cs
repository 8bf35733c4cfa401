namespace ModelGen.Data;

/// <summary>
/// A random change of an image that leaves its class as it is, made anew each time the image is trained on. Give a list of them to
/// <see cref="Training.FitOptions{TTarget}.Augmentations"/> or to a <see cref="BatchLoader{TTarget}"/>; they are applied in the
/// order of the list, before the image is standardised.
/// </summary>
/// <remarks>
/// What is drawn depends on the seed, the number of the epoch, the position of the image in the dataset and the position in the list,
/// and on nothing else: not on the number of threads, the size of the batch or the order of the samples. Immutable; several threads
/// use one instance. For one of your own, derive from this class and implement <see cref="Apply"/>.
/// </remarks>
/// <example><code>Augmentations = [new HorizontalFlip(), new RandomCrop(padding: 4)]</code></example>
public abstract record Augmentation
{
    /// <summary>Changes an image in place.</summary>
    /// <param name="image">The image.</param>
    /// <param name="random">Where random numbers come from: there are no others.</param>
    public abstract void Apply(AugmentedImage image, ref SampleRandom random);

    private protected static float CheckedProbability(float value, string name) => value is >= 0 and <= 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "The probability must be from 0 to 1.");

    private protected static float CheckedFinite(float value, string name) => float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A finite number is needed.");

    private protected static float CheckedAmount(float value, string name) => value >= 0 && float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "A finite number of at least 0 is needed.");
}
