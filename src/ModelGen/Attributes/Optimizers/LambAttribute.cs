using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// LAMB: Adam's direction, scaled for each parameter tensor so that a step is a share of the tensor's own norm. For large batches.
/// </summary>
/// <remarks>
/// <para>With λ the weight decay, and norms of whole parameter tensors, a step is</para>
/// <code>
/// m ← β₁ · m + (1 − β₁) · g
/// v ← β₂ · v + (1 − β₂) · g²
/// u = (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) + λ · θ
/// θ ← θ − η · r · u,   r = ‖θ‖ / ‖u‖, or 1 if one of both is 0
/// </code>
/// <para>
/// You et al.: Large Batch Optimization for Deep Learning, ICLR 2020, algorithm 2, with its bias correction and φ(x) = x. With
/// <see cref="OptimizerAttribute.DecayWeightsOnly"/>, what does not decay has r = 1, as in the authors' code. The order of the sums in
/// the norms is fixed: runs of 1024 floats as they lie in memory, then their sums.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Lamb(2e-3, WeightDecay = 0.01, DecayWeightsOnly = true)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1904.00962"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LambAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public LambAttribute(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The decay β₁ of the mean: 0 ≤ β₁ &lt; 1. Default: 0.9.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>The decay β₂ of the mean of squares: 0 ≤ β₂ &lt; 1. Default: 0.999.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>The term ε that keeps the division finite, added behind the square root: greater than 0. Default: 10⁻⁶.</summary>
    public double Epsilon { get; set; } = 1e-6;

    /// <summary>The weight decay λ, part of the direction: finite, at least 0. Default: 0.01.</summary>
    public double WeightDecay { get; set; } = 0.01;
}
