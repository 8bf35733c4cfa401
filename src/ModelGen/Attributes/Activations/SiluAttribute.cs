using System.Diagnostics;

namespace ModelGen;

/// <summary>The sigmoid linear unit, also called swish: y = x · σ(x) = x / (1 + e⁻ˣ). [N, *] → [N, *].</summary>
/// <remarks>
/// Elfwing, Uchibe, Doya: Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement
/// Learning, 2017. PyTorch: <c>nn.SiLU</c>.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1702.03118"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SiluAttribute : ActivationAttribute;
