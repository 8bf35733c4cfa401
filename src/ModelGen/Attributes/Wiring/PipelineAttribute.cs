namespace ModelGen;

/// <summary>
/// Anything that stands in the pipeline of a model or block: layers, wiring, the loss and the optimizer.
/// </summary>
/// <remarks>
/// <para>
/// Attributes are read top to bottom and left to right. Each takes the current value and leaves the next one; only
/// <see cref="InputAttribute"/>, <see cref="FromAttribute"/> and the like say otherwise. In the docs of this namespace,
/// <c>[N, in] → [N, out]</c> gives the shape of the value before and after, <c>N</c> being the batch, which is never
/// declared.
/// </para>
/// <para>
/// All pipeline attributes of one model or block stand on one declaration of its partial class. They are read by the
/// compiler only and, being conditional, leave no trace in the assembly. An argument outside its range is a diagnostic
/// at compile time, not an exception.
/// </para>
/// </remarks>
public abstract class PipelineAttribute : Attribute
{
    /// <summary>For the attributes that ModelGen itself declares.</summary>
    private protected PipelineAttribute()
    {
    }
}
