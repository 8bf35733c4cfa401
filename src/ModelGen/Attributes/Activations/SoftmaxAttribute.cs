using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Makes a probability distribution of the last axis: yᵢ = exp(xᵢ − m) / Σⱼ exp(xⱼ − m), m = maxⱼ xⱼ. [N, C] → [N, C]
/// or [N, *, C] → [N, *, C].
/// </summary>
/// <remarks>
/// If one of the numbers is NaN or +∞, or all are −∞, all results are NaN.
/// Behind it goes <see cref="CrossEntropyAttribute"/>, with which it is fused;
/// <see cref="SoftmaxCrossEntropyAttribute"/> takes logits and needs none. PyTorch: <c>nn.Softmax(dim=-1)</c>.
/// </remarks>
/// <example>
/// <code>
/// [Dense(10), Softmax]
/// [CrossEntropy, Adam(1e-3f)]                             // Predict returns probabilities
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxAttribute : ActivationAttribute;
