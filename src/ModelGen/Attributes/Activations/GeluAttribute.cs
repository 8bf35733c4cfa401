using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The Gaussian error linear unit: y = x · Φ(x) = x / 2 · (1 + erf(x / √2)). [N, *] → [N, *].
/// </summary>
/// <remarks>
/// The exact form, not the one with tanh. Hendrycks, Gimpel: Gaussian Error Linear Units, 2016. PyTorch:
/// <c>nn.GELU(approximate="none")</c>.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1606.08415"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GeluAttribute : ActivationAttribute;
