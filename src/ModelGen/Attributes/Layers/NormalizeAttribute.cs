using System.Diagnostics;

namespace ModelGen;

/// <summary>Vectors of length 1: y = x / max(‖x‖, ε), the Euclidean norm along the last axis. [N, *, F] → [N, *, F].</summary>
/// <remarks>
/// No parameters. Dot products of such vectors are their cosine similarities. PyTorch: <c>F.normalize(x, dim=-1)</c>. Keras:
/// <c>UnitNormalization</c>.
/// </remarks>
/// <example>
/// <code>
/// [Dense(64), Normalize]                                  // an embedding on the unit sphere
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NormalizeAttribute : LayerAttribute
{
    /// <summary>
    /// The least length that is divided by: finite, greater than 1e-19, whose square floats can still hold. Default: 1e-12, as in PyTorch.
    /// </summary>
    public double Epsilon { get; set; } = 1e-12;
}
