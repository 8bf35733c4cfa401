using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Layer normalization: y = γ · (x − μ) / √(σ² + ε) + β along the last axis, [N, *, F] → [N, *, F].
/// </summary>
/// <remarks>
/// <para>
/// μ and σ² are the mean and the biased variance of the F numbers at each position of each sample, in training and in prediction alike.
/// </para>
/// <para>
/// Weights: <c>weight</c> γ [F], starting at 1, and <c>bias</c> β [F], starting at 0, unless <see cref="Affine"/> is false.
/// </para>
/// <para>
/// Ba, Kiros, Hinton: Layer Normalization, 2016. PyTorch: <c>nn.LayerNorm</c> of the last axis.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(64)]
/// [Dense(32), LayerNorm, Gelu, Dense(10)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1607.06450"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>The ε that keeps the quotient finite: finite, greater than 0. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether γ and β are learned; otherwise they are 1 and 0. Default: true.</summary>
    public bool Affine { get; set; } = true;
}
