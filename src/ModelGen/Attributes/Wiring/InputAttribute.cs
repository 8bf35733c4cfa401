using System.Diagnostics;

namespace ModelGen;

/// <summary>Declares an input of the model and makes it the current value: → [N, shape…].</summary>
/// <remarks>
/// A model with one input needs no names. With several, each has a <see cref="ModelInputAttribute.Name"/>, by which
/// <see cref="FromAttribute"/>, <see cref="AddAttribute"/> and the like reach it.
/// </remarks>
/// <example>
/// <code>
/// [Input(1, 28, 28)]                  // one image: channels, height, width
///
/// [Input(16, Name = "left")]          // two inputs, added after a layer each
/// [Dense(8), As("a")]
/// [Input(4, Name = "right")]
/// [Dense(8), Add("a"), Relu]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute : ModelInputAttribute
{
    /// <summary>Declares an input.</summary>
    /// <param name="shape">The shape of one sample, without the batch: at least one axis, each at least 1.</param>
    public InputAttribute(params int[] shape) => Shape = shape;

    /// <summary>
    /// The shape of one sample, without the batch: at least one axis, each at least 1. Images are (channels, height,
    /// width), as in PyTorch and ONNX.
    /// </summary>
    public int[] Shape { get; }
}
