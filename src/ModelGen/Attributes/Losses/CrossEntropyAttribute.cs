using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The cross-entropy of probabilities: L = mean −log p[label], over the batch. Probabilities [N, C] and integer labels
/// [N] from 0 to C − 1.
/// </summary>
/// <remarks>
/// Directly behind <see cref="SoftmaxAttribute"/>, both are computed as one in the stable form, as in
/// <see cref="SoftmaxCrossEntropyAttribute"/>, while <c>Predict</c> still returns probabilities. Behind anything else
/// nothing is clamped: a probability of 0 for the label is an infinite loss. PyTorch: <c>nn.NLLLoss</c> of the
/// logarithm. PyTorch's <c>nn.CrossEntropyLoss</c> is <see cref="SoftmaxCrossEntropyAttribute"/>.
/// </remarks>
/// <example>
/// <code>
/// [Dense(10), Softmax]
/// [CrossEntropy, Adam(1e-3f)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CrossEntropyAttribute : LossAttribute
{
    /// <summary>
    /// A weight for each class, at least 0 and finite, for classes that are rare or matter more: the loss of a sample counts with the
    /// weight of its label, and the mean is the weighted one, Σ w[label] · L / Σ w[label]. A batch whose labels all have the weight
    /// 0 has no mean: <c>TrainStep</c> and <c>Evaluate</c> throw an <see cref="ArgumentException"/>, and the model is
    /// unchanged. Default: null, all are 1. PyTorch: <c>weight</c> of <c>nn.NLLLoss</c>.
    /// </summary>
    /// <example><code>CrossEntropy(ClassWeights = [1, 5, 2.5])</code></example>
    public double[]? ClassWeights { get; set; }
}
