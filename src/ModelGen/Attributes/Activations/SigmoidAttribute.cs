using System.Diagnostics;

namespace ModelGen;

/// <summary>The logistic function: y = σ(x) = 1 / (1 + e⁻ˣ), between 0 and 1. [N, *] → [N, *].</summary>
/// <remarks>
/// Before <see cref="BinaryCrossEntropyAttribute"/> it is wrong: that loss takes logits. PyTorch: <c>nn.Sigmoid</c>.
/// </remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SigmoidAttribute : ActivationAttribute;
