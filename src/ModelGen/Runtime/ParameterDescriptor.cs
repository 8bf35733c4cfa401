namespace ModelGen.Runtime;

/// <summary>
/// What a compiled model knows about one of its parameters: the standard (PyTorch) shape that users and files see, and
/// where its elements lie in the model's flat buffer. Element (i0, i1, …) is at offset + i0·strides[0] + i1·strides[1] + …; along
/// the panel axis, if there is one, index i counts as ⌊i / 16⌋ · 16 · stride + i mod 16: sixteen neighbours are adjacent, and the
/// stride leads from one such panel to the next.
/// </summary>
public sealed class ParameterDescriptor
{
    /// <summary>Describes a parameter.</summary>
    /// <param name="name">The name in files and in <see cref="ParameterSet"/>, such as <c>dense1.weight</c>.</param>
    /// <param name="shape">The standard shape; empty for a single number.</param>
    /// <param name="offset">Where the element with all indices 0 lies in the flat buffer.</param>
    /// <param name="strides">For each axis, the distance between neighbours in the flat buffer, in floats.</param>
    /// <param name="initialization">The starting values.</param>
    /// <param name="panelAxis">The axis that is cut into panels of sixteen, or -1.</param>
    /// <exception cref="ArgumentException">Shape and strides have different lengths, or a number is negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such panel axis.</exception>
    public ParameterDescriptor(string name, int[] shape, int offset, int[] strides, Initialization initialization, int panelAxis = -1)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        TensorShape.Validate(shape, offset, strides, panelAxis);
        PanelAxis = panelAxis;
        Name = name;
        Shape = Array.AsReadOnly(shape);
        Strides = Array.AsReadOnly(strides);
        Offset = offset;
        Length = TensorShape.ElementCount(shape);
        Initialization = initialization;
    }

    /// <summary>The name in files and in <see cref="ParameterSet"/>, such as <c>dense1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The standard shape: for a Dense weight [out, in].</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Where the element with all indices 0 lies in the flat buffer, in floats.</summary>
    public int Offset { get; }

    /// <summary>For each axis of <see cref="Shape"/>, the distance between neighbours in the flat buffer, in floats.</summary>
    public IReadOnlyList<int> Strides { get; }

    /// <summary>The axis that is cut into panels of sixteen, or -1.</summary>
    public int PanelAxis { get; }

    /// <summary>How many elements: the product of <see cref="Shape"/>.</summary>
    public int Length { get; }

    /// <summary>The starting values.</summary>
    public Initialization Initialization { get; }

    /// <summary>True for what the optimizer updates; false for buffers such as running means.</summary>
    public bool Trainable { get; init; } = true;

    /// <summary>True for what counts something, such as <c>num_batches_tracked</c>: files hold it as 64-bit integers.</summary>
    public bool IsCount { get; init; }

    /// <summary>
    /// True for what <c>Calibrate</c> measures: the largest magnitude that arrives at a layer, 0 as long as it was not measured. Files
    /// leave it out then.
    /// </summary>
    public bool IsMeasured { get; init; }

    /// <summary>In which form files of weights hold it, if it is no count.</summary>
    public Storage Storage { get; init; }
}
