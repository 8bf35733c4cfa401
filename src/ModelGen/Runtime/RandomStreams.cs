namespace ModelGen.Runtime;

/// <summary>
/// Which streams of a seed serve which purpose, so that no two uses draw the same numbers: each purpose owns the
/// streams from the given one up to the next, at least 2²⁹.
/// </summary>
public static class RandomStreams
{
    /// <summary>Starting values: plus the position of the parameter.</summary>
    public const uint Initialization = 0x0000_0000;

    /// <summary>Shuffling of the training data: plus the number of the epoch, from 0.</summary>
    public const uint Shuffle = 0x4000_0000;

    /// <summary>Drawing tokens; plus 1: which tokens scheduled sampling takes from the model.</summary>
    public const uint Decoding = 0x6000_0000;

    /// <summary>Splitting a dataset in parts.</summary>
    public const uint Split = 0x8000_0000;

    /// <summary>Changes of images while training: plus the number of the epoch, from 0.</summary>
    public const uint Augmentation = 0xA000_0000;

    /// <summary>Random layers such as dropout.</summary>
    public const uint Layers = 0xC000_0000;

    /// <summary>Search over settings: plus the number of the trial, from 0.</summary>
    public const uint Search = 0xE000_0000;
}
