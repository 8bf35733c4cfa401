using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A fully connected layer: y = x · Wᵀ + b along the last axis, [N, in] → [N, units] or [N, *, in] → [N, *, units].
/// </summary>
/// <remarks>
/// <para>Weights: <c>weight</c> [units, in]; <c>bias</c> [units], unless <see cref="UseBias"/> is false.</para>
/// <para>
/// PyTorch: <c>nn.Linear</c>, except for the initial weights: see <see cref="Init"/>. Biases start at zero.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(64)]
/// [Dense(32), Relu, Dense(10, UseBias = false, Name = "head")]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute : WeightedLayerAttribute
{
    /// <summary>Declares a fully connected layer.</summary>
    /// <param name="units">The number of outputs: at least 1.</param>
    public DenseAttribute(int units) => Units = units;

    /// <summary>The number of outputs: at least 1.</summary>
    public int Units { get; }

    /// <summary>Whether a bias is added. Default: true.</summary>
    public bool UseBias { get; set; } = true;
}
