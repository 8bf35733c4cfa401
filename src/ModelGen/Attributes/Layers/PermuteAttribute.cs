using System.Diagnostics;

namespace ModelGen;

/// <summary>Reorders the axes of each sample: axis i of the result is axis order[i] of the input. [N, *] → [N, *].</summary>
/// <remarks>
/// Axes are counted from 0, the batch left out, as in <see cref="InputAttribute"/> and <see cref="ReshapeAttribute"/>:
/// <c>Permute(1, 2, 0)</c> moves the channels of an image behind its height and width. (PyTorch and Keras count the batch, so that
/// theirs is (2, 3, 1).) No parameters. PyTorch: <c>x.permute(0, …)</c>.
/// </remarks>
/// <example>
/// <code>
/// [Input(16, 5, 7)]
/// [Permute(1, 2, 0)]                                      // [N, 16, 5, 7] → [N, 5, 7, 16]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PermuteAttribute : LayerAttribute
{
    /// <summary>Declares a new order of the axes.</summary>
    /// <param name="order">For each axis of the result, the axis of the input it is: each from 0 on once.</param>
    public PermuteAttribute(params int[] order) => Order = order;

    /// <summary>For each axis of the result, the axis of the input it is: each from 0 on once.</summary>
    public int[] Order { get; }
}
