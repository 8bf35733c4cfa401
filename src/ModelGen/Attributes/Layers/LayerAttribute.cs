namespace ModelGen;

/// <summary>A layer: takes the current value, computes the next one, and may own parameters.</summary>
public abstract class LayerAttribute : PipelineAttribute
{
    /// <summary>
    /// The layer's name, unique in its model or block: the prefix of its parameters in files and in
    /// <c>Parameters["name.weight"]</c>. Default: the kind and an ordinal that starts at 1, in lower case, such as <c>dense2</c>.
    /// </summary>
    public string? Name { get; set; }
}
