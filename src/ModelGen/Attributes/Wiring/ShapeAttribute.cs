using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// States the shape of the current value, which the compiler checks: [N, shape…] → [N, shape…]. It costs nothing at run
/// time.
/// </summary>
/// <example>
/// <code>
/// [Input(1, 8, 8)]
/// [Flatten, Shape(64), Dense(10), Shape(10)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ShapeAttribute : PipelineAttribute
{
    /// <summary>States the shape of the current value.</summary>
    /// <param name="shape">The shape of one sample, without the batch: at least one axis, each at least 1.</param>
    public ShapeAttribute(params int[] shape) => Shape = shape;

    /// <summary>The shape of one sample, without the batch: at least one axis, each at least 1.</summary>
    public int[] Shape { get; }
}
