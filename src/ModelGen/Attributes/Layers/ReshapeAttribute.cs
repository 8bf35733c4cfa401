using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Gives each sample another shape with the same elements in the same order: [N, *] → [N, shape…], the last axis
/// running fastest.
/// </summary>
/// <remarks>No parameters. PyTorch: <c>x.view(N, *shape)</c>.</remarks>
/// <example>
/// <code>
/// [Input(64)]
/// [Reshape(1, 8, 8)]                                      // or Reshape(1, 8, -1)
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReshapeAttribute : LayerAttribute
{
    /// <summary>Declares a change of shape.</summary>
    /// <param name="shape">
    /// The new shape of one sample, without the batch: at least one axis, each at least 1; at most one may be -1, which
    /// stands for what is left.
    /// </param>
    public ReshapeAttribute(params int[] shape) => Shape = shape;

    /// <summary>
    /// The new shape of one sample, without the batch: at least one axis, each at least 1; at most one may be -1, which
    /// stands for what is left. The number of elements must not change.
    /// </summary>
    public int[] Shape { get; }
}
