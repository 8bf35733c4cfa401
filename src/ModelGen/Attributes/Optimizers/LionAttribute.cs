using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Lion: steps of one length, whose signs a running mean of the gradient gives. It keeps one state, where Adam keeps two.
/// </summary>
/// <remarks>
/// <para>With λ the weight decay, a step is</para>
/// <code>
/// θ ← θ − η · λ · θ
/// θ ← θ − η · sign(β₁ · m + (1 − β₁) · g)
/// m ← β₂ · m + (1 − β₂) · g
/// </code>
/// <para>
/// Chen et al.: Symbolic Discovery of Optimization Algorithms, 2023, algorithm 2, with its constants. Good learning rates are 3 to 10
/// times smaller than Adam's, and decays as many times larger.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Lion(1e-4, WeightDecay = 0.1)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/2302.06675"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LionAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public LionAttribute(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The weight β₁ of the mean in the direction of a step: 0 ≤ β₁ &lt; 1. Default: 0.9.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>The decay β₂ of the mean: 0 ≤ β₂ &lt; 1. Default: 0.99.</summary>
    public double Beta2 { get; set; } = 0.99;

    /// <summary>The decoupled weight decay λ, which acts on all parameters: finite, at least 0. Default: 0.</summary>
    public double WeightDecay { get; set; }
}
