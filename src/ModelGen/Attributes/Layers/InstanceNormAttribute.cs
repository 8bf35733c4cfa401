using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Instance normalization: y = (x − μ) / √(σ² + ε) for each channel of each sample, [N, C, L] → [N, C, L] or
/// [N, C, H, W] → [N, C, H, W].
/// </summary>
/// <remarks>
/// <para>
/// μ and σ² are the mean and the biased variance of a channel over its positions, in training and in prediction alike.
/// </para>
/// <para>
/// Weights, if <see cref="Affine"/> is true: <c>weight</c> γ [C], starting at 1, and <c>bias</c> β [C], starting at 0; then the result is
/// γ · y + β.
/// </para>
/// <para>
/// Ulyanov, Vedaldi, Lempitsky: Instance Normalization: The Missing Ingredient for Fast Stylization, 2016. PyTorch:
/// <c>nn.InstanceNorm1d</c>, <c>nn.InstanceNorm2d</c>, without running statistics.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(3, 8, 8)]
/// [InstanceNorm, Relu, Flatten, Dense(10)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1607.08022"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InstanceNormAttribute : LayerAttribute
{
    /// <summary>The ε that keeps the quotient finite: finite, greater than 0. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether γ and β are learned; otherwise they are 1 and 0. Default: false, as in PyTorch.</summary>
    public bool Affine { get; set; }
}
