using System.Diagnostics;

namespace ModelGen;

/// <summary>Adam with decoupled weight decay, which shrinks the parameters and leaves the moments alone.</summary>
/// <remarks>
/// <para>With λ the weight decay, a step is</para>
/// <code>
/// θ ← θ − η · λ · θ
/// m ← β₁ · m + (1 − β₁) · g
/// v ← β₂ · v + (1 − β₂) · g²
/// θ ← θ − η · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
/// </code>
/// <para>
/// Loshchilov, Hutter: Decoupled Weight Decay Regularization, 2017. PyTorch: <c>optim.AdamW</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, AdamW(1e-3f, WeightDecay = 0.05f)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1711.05101"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AdamWAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public AdamWAttribute(double learningRate)
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
    /// The decoupled weight decay λ, which acts on all parameters: finite, at least 0. Default: 0.01.
    /// </summary>
    public double WeightDecay { get; set; } = 0.01;
}
