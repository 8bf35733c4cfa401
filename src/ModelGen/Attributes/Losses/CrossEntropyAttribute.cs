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
public sealed class CrossEntropyAttribute : LossAttribute;
