namespace ModelGen;

/// <summary>A layer: takes the current value, computes the next one, and may own parameters.</summary>
public abstract class LayerAttribute : PipelineAttribute
{
    /// <summary>
    /// The layer's name, unique in its model or block: the prefix of its parameters in files and in
    /// <c>Parameters["name.weight"]</c>. Default: the kind and an ordinal that starts at 1, in lower case, such as <c>dense2</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>
    /// Whether the layer stays as it is: its parameters are neither learned nor decayed, and no code for their gradients is made; what lies
    /// in front of it is learned through it. Running statistics stay, too: a frozen <see cref="BatchNormAttribute"/> normalizes in training
    /// as in prediction. Dropout still drops. The parameters have the same names in files, so that weights of a trained model can be loaded
    /// into one whose first layers are frozen. Default: false. Keras: <c>trainable = False</c>; PyTorch:
    /// <c>requires_grad_(False)</c>, and <c>eval()</c> for the statistics.
    /// </summary>
    public bool Frozen { get; set; }
}
