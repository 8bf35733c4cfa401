namespace ModelGen.Runtime;

/// <summary>
/// One named tensor of a model: its value and its gradient, both live and in the standard (PyTorch) shape. It is learned, or it is a
/// buffer, such as a running mean, which training passes update and the optimizer does not.
/// </summary>
public sealed class Parameter
{
    internal Parameter(ParameterDescriptor descriptor, AlignedBuffer values, AlignedBuffer gradients)
    {
        Descriptor = descriptor;
        Value = new TensorView(values, descriptor.Shape, descriptor.Offset, descriptor.Strides, descriptor.PanelAxis);
        Gradient = new TensorView(gradients, descriptor.Shape, descriptor.Offset, descriptor.Strides, descriptor.PanelAxis);
    }

    /// <summary>The name, such as <c>dense1.weight</c>.</summary>
    public string Name => Descriptor.Name;

    /// <summary>The standard shape: for a Dense weight [out, in].</summary>
    public IReadOnlyList<int> Shape => Descriptor.Shape;

    /// <summary>How many elements: the product of <see cref="Shape"/>.</summary>
    public int Length => Descriptor.Length;

    /// <summary>True for what the optimizer updates; false for buffers such as running means.</summary>
    public bool Trainable => Descriptor.Trainable;

    /// <summary>The weights; writing changes the model.</summary>
    public TensorView Value { get; }

    /// <summary>
    /// The gradient that the backward passes since the last <c>ZeroGradients</c> have added up; of a buffer, zeros that nothing reads.
    /// </summary>
    public TensorView Gradient { get; }

    internal ParameterDescriptor Descriptor { get; }

    /// <summary>Name and shape: <c>dense1.weight [120, 400]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} {TensorShape.Format(Shape)}";
}
