using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The cross-entropy of the softmax of logits: L = mean (log Σⱼ exp(xⱼ − m) − (x[label] − m)), m = maxⱼ xⱼ, over the
/// batch. Logits [N, C] and integer labels [N] from 0 to C − 1; or logits [N, time, C] and labels [N, time], the mean over all of them.
/// </summary>
/// <remarks>
/// The softmax is part of it: no <see cref="SoftmaxAttribute"/> before it. <c>Predict</c> returns logits. PyTorch:
/// <c>nn.CrossEntropyLoss</c>, with the classes last.
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

    /// <summary>
    /// The label of positions that do not count, such as those behind the end of a sentence: the loss is the mean over all others of the
    /// batch, and nothing is learned from these. Usually −100, which no class has. A batch in which no label counts has no mean:
    /// <c>TrainStep</c> and <c>Evaluate</c> throw an <see cref="ArgumentException"/>, and the model is unchanged (PyTorch's mean is NaN
    /// then). Default: <see cref="int.MinValue"/>, none. PyTorch: <c>ignore_index</c>, which is −100 by default.
    /// </summary>
    public int IgnoreLabel { get; set; } = int.MinValue;

    /// <summary>
    /// A weight for each class, at least 0 and finite, for classes that are rare or matter more: the loss of a sample counts with the
    /// weight of its label, and the mean is the weighted one, Σ w[label] · L / Σ w[label]. A batch whose labels all have the weight
    /// 0 has no mean: <c>TrainStep</c> and <c>Evaluate</c> throw an <see cref="ArgumentException"/>, and the model is
    /// unchanged. Default: null, all are 1. PyTorch: <c>weight</c>, which with <c>label_smoothing</c> weighs each class of the mixture.
    /// </summary>
    /// <example><code>SoftmaxCrossEntropy(ClassWeights = [1, 5, 2.5])</code></example>
    public double[]? ClassWeights { get; set; }
}
