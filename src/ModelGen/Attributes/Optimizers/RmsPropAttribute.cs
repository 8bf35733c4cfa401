using System.Diagnostics;

namespace ModelGen;

/// <summary>RMSProp: steps divided by the root of a running mean of the squared gradient.</summary>
/// <remarks>
/// <para>With μ the momentum and λ the weight decay, a step is</para>
/// <code>
/// g ← g + λ · θ
/// v ← α · v + (1 − α) · g²
/// m ← α · m + (1 − α) · g       with Centered only
/// r = g / (√v + ε)              with Centered: g / (√(v − m²) + ε)
/// b ← μ · b + r                 without momentum, b is r
/// θ ← θ − η · b
/// </code>
/// <para>
/// Tieleman, Hinton: Lecture 6.5, Neural Networks for Machine Learning, 2012; centered: Graves, Generating Sequences With Recurrent
/// Neural Networks, 2013. PyTorch: <c>optim.RMSprop</c>. Where rounding makes v − m² negative, it counts as 0.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, RmsProp(1e-3, Momentum = 0.9)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1308.0850"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RmsPropAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public RmsPropAttribute(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The decay α of the running means: 0 ≤ α &lt; 1. Default: 0.99. Keras calls it <c>rho</c> and starts with 0.9.</summary>
    public double Alpha { get; set; } = 0.99;

    /// <summary>The ε that keeps the quotient finite: finite, greater than 0. Default: 1e-8.</summary>
    public double Epsilon { get; set; } = 1e-8;

    /// <summary>The momentum μ: 0 ≤ μ &lt; 1. Default: 0.</summary>
    public double Momentum { get; set; }

    /// <summary>Whether the variance of the gradient stands in place of its mean square. Default: false.</summary>
    public bool Centered { get; set; }

    /// <summary>The weight decay λ (L2 penalty), which acts on all parameters: finite, at least 0. Default: 0.</summary>
    public double WeightDecay { get; set; }
}
