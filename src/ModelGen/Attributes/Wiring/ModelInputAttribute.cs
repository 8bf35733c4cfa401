namespace ModelGen;

/// <summary>What callers pass to a model: numbers (<see cref="InputAttribute"/>) or ids (<see cref="TokensAttribute"/>).</summary>
/// <remarks>
/// A model with one input needs no names. With several, each has a <see cref="Name"/>, by which
/// <see cref="FromAttribute"/>, <see cref="AddAttribute"/> and the like reach it. <c>Predict</c>, <c>TrainStep</c>, <c>Evaluate</c> and
/// <c>Forward</c> take them in the order of declaration.
/// </remarks>
public abstract class ModelInputAttribute : PipelineAttribute
{
    /// <summary>For the attributes that ModelGen itself declares.</summary>
    private protected ModelInputAttribute()
    {
    }

    /// <summary>
    /// The input's name: needed when there are several inputs, and then unique among them and the names of
    /// <see cref="AsAttribute"/>. Default: none.
    /// </summary>
    public string? Name { get; set; }
}
