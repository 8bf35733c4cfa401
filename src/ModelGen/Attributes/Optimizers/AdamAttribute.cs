using System.Diagnostics;

namespace ModelGen;

/// <summary>Adam: steps scaled by running means of the gradient and of its square.</summary>
/// <remarks>
/// <para>With λ the weight decay, a step is</para>
/// <code>
/// g ← g + λ · θ
/// m ← β₁ · m + (1 − β₁) · g
/// v ← β₂ · v + (1 − β₂) · g²
/// θ ← θ − η · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
/// </code>
/// <para>
/// Kingma, Ba: Adam: A Method for Stochastic Optimization, 2014. PyTorch: <c>optim.Adam</c>. For weight decay that is
/// not scaled like the gradient, see <see cref="AdamWAttribute"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Adam(1e-3f, Beta1 = 0.85f)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1412.6980"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AdamAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public AdamAttribute(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The decay β₁ of the first moment: 0 ≤ β₁ &lt; 1. Default: 0.9.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>The decay β₂ of the second moment: 0 ≤ β₂ &lt; 1. Default: 0.999.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>The ε that keeps the quotient finite: finite, greater than 0. Default: 1e-8.</summary>
    public double Epsilon { get; set; } = 1e-8;

    /// <summary>
    /// The weight decay λ (L2 penalty), which acts on all parameters: finite, at least 0. Default: 0.
    /// </summary>
    public double WeightDecay { get; set; }
}
