using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Muon: the step of a weight is its momentum made orthogonal, so that all directions of the matrix move alike. What is no matrix is
/// updated by AdamW.
/// </summary>
/// <remarks>
/// <para>
/// Weights of dense, convolutional, recurrent and attention layers are matrices: one row for each slice along the first axis that they have
/// in files, r rows and c columns. With μ the momentum and λ the weight decay, their step is
/// </para>
/// <code>
/// m ← μ · m + (1 − μ) · g
/// u = (1 − μ) · g + μ · m,  or m without Nesterov
/// X = u / max(‖u‖, 10⁻⁷),  five times  X ← 3.4445 · X + (−4.775 · X Xᵀ + 2.0315 · (X Xᵀ)²) X
/// θ ← (1 − η · λ) · θ − η · s · X
/// </code>
/// <para>
/// where s = 0.2 · √max(r, c), which makes steps as large as AdamW's (Liu et al., Muon is Scalable for LLM Training, 2025), or with
/// <see cref="MatchAdamW"/> = false s = √max(1, r / c) (K. Jordan et al., Muon: An optimizer for hidden layers, 2024). Biases, what
/// normalizations learn and tables of embeddings have the step of <see cref="AdamWAttribute"/>, with the same η and λ. PyTorch:
/// <c>optim.Muon</c> with <c>adjust_lr_fn="match_rms_adamw"</c> or <c>"original"</c>, in single instead of half precision, and
/// <c>optim.AdamW</c> beside it. Jordan et al. leave the last layer to AdamW, too; here it is a matrix like others.
/// </para>
/// <para>A step costs 15 products of the weight, or of a square matrix of its smaller side, with each other.</para>
/// </remarks>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Muon(2e-3, WeightDecay = 0.1, DecayWeightsOnly = true)]
/// </code>
/// </example>
/// <seealso href="https://kellerjordan.github.io/posts/muon/"/>
/// <seealso href="https://arxiv.org/abs/2502.16982"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MuonAttribute : OptimizerAttribute
{
    /// <summary>Declares the optimizer.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    public MuonAttribute(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The momentum μ of weights: 0 ≤ μ &lt; 1. Default: 0.95.</summary>
    public double Momentum { get; set; } = 0.95;

    /// <summary>Whether weights look ahead along the momentum. Default: true.</summary>
    public bool Nesterov { get; set; } = true;

    /// <summary>Whether steps of weights are scaled to the size of AdamW's, so that one learning rate suits both. Default: true.</summary>
    public bool MatchAdamW { get; set; } = true;

    /// <summary>The decay β₁ of AdamW's mean, for what is no matrix: 0 ≤ β₁ &lt; 1. Default: 0.9.</summary>
    public double Beta1 { get; set; } = 0.9;

    /// <summary>The decay β₂ of AdamW's mean of squares, for what is no matrix: 0 ≤ β₂ &lt; 1. Default: 0.999.</summary>
    public double Beta2 { get; set; } = 0.999;

    /// <summary>AdamW's term ε, for what is no matrix: greater than 0. Default: 10⁻⁸.</summary>
    public double Epsilon { get; set; } = 1e-8;

    /// <summary>The weight decay λ of all parameters: finite, at least 0. Default: 0.1.</summary>
    public double WeightDecay { get; set; } = 0.1;
}
