using System.Diagnostics;

namespace ModelGen;

/// <summary>Rectified Adam: Adam that waits with dividing by the second moment until it knows that well enough.</summary>
/// <remarks>
/// <para>With λ the weight decay and ρ∞ = 2 / (1 − β₂) − 1, a step is</para>
/// <code>
/// g ← g + λ · θ
/// m ← β₁ · m + (1 − β₁) · g
/// v ← β₂ · v + (1 − β₂) · g²
/// ρ = ρ∞ − 2 · t · β₂ᵗ / (1 − β₂ᵗ)
/// ρ &gt; 5:  θ ← θ − η · r · (m / (1 − β₁ᵗ)) · √(1 − β₂ᵗ) / (√v + ε),  r = √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ))
/// else:   θ ← θ − η · m / (1 − β₁ᵗ)
/// </code>
/// <para>
/// Liu et al.: On the Variance of the Adaptive Learning Rate and Beyond, 2019. PyTorch: <c>optim.RAdam</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, RAdam(1e-3)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1908.03265"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RAdamAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public RAdamAttribute(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The decay β₁ of the first moment: 0 ≤ β₁ &lt; 1. Default: 0.9.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>The decay β₂ of the second moment: 0 ≤ β₂ &lt; 1. Default: 0.999.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>The ε that keeps the quotient finite: finite, greater than 0. Default: 1e-8.</summary>
    public double Epsilon { get; set; } = 1e-8;

    /// <summary>The weight decay λ (L2 penalty), which acts on all parameters: finite, at least 0. Default: 0.</summary>
    public double WeightDecay { get; set; }
}
