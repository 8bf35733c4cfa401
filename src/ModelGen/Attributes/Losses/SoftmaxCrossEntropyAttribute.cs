using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The cross-entropy of the softmax of logits: L = mean (log Σⱼ exp(xⱼ − m) − (x[label] − m)), m = maxⱼ xⱼ, over the
/// batch. Logits [N, C] and integer labels [N] from 0 to C − 1.
/// </summary>
/// <remarks>
/// The softmax is part of it: no <see cref="SoftmaxAttribute"/> before it. <c>Predict</c> returns logits. PyTorch:
/// <c>nn.CrossEntropyLoss</c>.
/// </remarks>
/// <example>
/// <code>
/// [Dense(10)]
/// [SoftmaxCrossEntropy, Adam(1e-3f)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxCrossEntropyAttribute : LossAttribute
{
    /// <summary>
    /// The share ε of each target that is spread evenly over all classes: L = mean (log Σⱼ exp(xⱼ) − (1 − ε) · x[label] − ε · meanⱼ xⱼ), in
    /// training and in <c>Evaluate</c>. From 0 to 1. Default: 0. Szegedy et al.: Rethinking the Inception Architecture for Computer
    /// Vision, 2015, section 7; PyTorch's <c>label_smoothing</c>.
    /// </summary>
    public double LabelSmoothing { get; set; }
}
