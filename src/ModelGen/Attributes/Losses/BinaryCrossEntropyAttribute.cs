using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The binary cross-entropy of logits: L = mean (max(x, 0) − x · t + log(1 + e^(−|x|))), over the batch and all
/// elements, which is −t · log σ(x) − (1 − t) · log(1 − σ(x)). Logits [N, *] and targets [N, *] from 0 to 1.
/// </summary>
/// <remarks>
/// The sigmoid is part of it: no <see cref="SigmoidAttribute"/> before it. <c>Predict</c> returns logits; above 0 means
/// more likely than not. PyTorch: <c>nn.BCEWithLogitsLoss</c>.
/// </remarks>
/// <example>
/// <code>
/// [Dense(1)]
/// [BinaryCrossEntropy, Adam(1e-3f)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BinaryCrossEntropyAttribute : LossAttribute
{
    /// <summary>
    /// The weight p of what is positive, for classes with few positive samples: L = mean (−p · t · log σ(x) − (1 − t) · log(1 − σ(x))).
    /// Above 1 fewer positives are missed, below 1 fewer alarms are false; usually the number of negative samples for each positive one.
    /// Finite, greater than 0. Default: 1. PyTorch: <c>pos_weight</c>, one for all outputs.
    /// </summary>
    public double PositiveWeight { get; set; } = 1;
}
