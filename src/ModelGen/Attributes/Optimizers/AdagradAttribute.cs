using System.Diagnostics;

namespace ModelGen;

/// <summary>Adagrad: steps divided by the root of all squared gradients so far, so that each weight has a rate of its own.</summary>
/// <remarks>
/// <para>With λ the weight decay and γ the decay of the rate, a step is</para>
/// <code>
/// g ← g + λ · θ
/// s ← s + g²
/// θ ← θ − η / (1 + (t − 1) · γ) · g / (√s + ε)
/// </code>
/// <para>
/// With <see cref="RootMeanSquare"/> the mean of the squares stands in place of their sum, √(s / t): the rate then no longer falls with
/// 1/√t, as lectures write it that put a decay η/√t beside it.
/// </para>
/// <para>
/// Duchi, Hazan, Singer: Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, JMLR 2011. PyTorch:
/// <c>optim.Adagrad</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Adagrad(0.01)]
/// </code>
/// </example>
/// <seealso href="https://jmlr.org/papers/v12/duchi11a.html"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AdagradAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public AdagradAttribute(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The decay γ of the learning rate: finite, at least 0. Default: 0.</summary>
    public double LearningRateDecay { get; set; }

    /// <summary>What the sum s of squares starts with: finite, at least 0. Default: 0. Keras starts with 0.1.</summary>
    public double InitialAccumulatorValue { get; set; }

    /// <summary>The ε that keeps the quotient finite: finite, greater than 0. Default: 1e-10.</summary>
    public double Epsilon { get; set; } = 1e-10;

    /// <summary>Whether steps are divided by the root of the mean square instead of the sum of squares. Default: false.</summary>
    public bool RootMeanSquare { get; set; }

    /// <summary>The weight decay λ (L2 penalty), which acts on all parameters: finite, at least 0. Default: 0.</summary>
    public double WeightDecay { get; set; }
}
