namespace ModelGen;

/// <summary>What one or several losses of a model compare with, as interfaces and datasets see it.</summary>
/// <param name="Name">Its name, as the parameter of the model's <c>TrainStep</c> is called.</param>
/// <param name="Size">How many numbers of a sample belong to it; labels are whole numbers among them.</param>
public readonly record struct ModelTarget(string Name, int Size)
{
    /// <summary>How many classes a label can name, from 0 on; 0 if it is no label.</summary>
    public int ClassCount { get; init; }

    /// <summary>The label of positions that do not count; null if all do.</summary>
    public int? IgnoredLabel { get; init; }

    /// <summary>The output that it is for; null if it is for a value that is no output.</summary>
    public string? Output { get; init; }

    /// <summary>The part of a row, for messages and comparisons.</summary>
    internal ModelInput Part => new(Name, Size);
}
