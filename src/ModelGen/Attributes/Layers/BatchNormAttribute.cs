using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Batch normalization: y = γ · (x − μ) / √(σ² + ε) + β for each channel, [N, C] → [N, C], [N, C, L] → [N, C, L] or
/// [N, C, H, W] → [N, C, H, W].
/// </summary>
/// <remarks>
/// <para>
/// In training (<c>TrainStep</c>, <c>Forward</c>), μ and σ² are the mean and the biased variance of a channel over the batch and its
/// positions, and the running statistics move toward them: running ← (1 − m) · running + m · found, m being
/// <see cref="Momentum"/> and the variance the unbiased one. <c>Predict</c> and <c>Evaluate</c> use the running statistics and
/// change nothing.
/// </para>
/// <para>
/// A variance needs two numbers: without positions, a training batch of one sample is an <c>ArgumentException</c>, as in PyTorch.
/// </para>
/// <para>
/// Weights: <c>weight</c> γ [C], starting at 1, and <c>bias</c> β [C], starting at 0, unless <see cref="Affine"/> is false. Buffers:
/// <c>running_mean</c> [C], starting at 0, <c>running_var</c> [C], starting at 1, and <c>num_batches_tracked</c>, which counts
/// training batches up to 2²⁴; they are saved with the weights, but are no parameters.
/// </para>
/// <para>
/// Ioffe, Szegedy: Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift, ICML 2015.
/// PyTorch: <c>nn.BatchNorm1d</c>, <c>nn.BatchNorm2d</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(64)]
/// [Dense(32, UseBias = false), BatchNorm, Relu, Dense(10)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1502.03167"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BatchNormAttribute : LayerAttribute
{
    /// <summary>The share m of the new batch in the running statistics: 0 ≤ m ≤ 1. Default: 0.1.</summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>The ε that keeps the quotient finite: finite, greater than 0. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether γ and β are learned; otherwise they are 1 and 0. Default: true.</summary>
    public bool Affine { get; set; } = true;
}
