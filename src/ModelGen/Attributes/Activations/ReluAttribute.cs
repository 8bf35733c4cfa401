using System.Diagnostics;

namespace ModelGen;

/// <summary>The rectified linear unit: y = max(0, x). [N, *] → [N, *].</summary>
/// <remarks>
/// NaN stays NaN. The gradient at 0 is 0. Nair, Hinton: Rectified Linear Units Improve Restricted Boltzmann Machines, ICML 2010.
/// PyTorch: <c>nn.ReLU</c>.
/// </remarks>
/// <example>
/// <code>
/// [Dense(64), Relu, Dense(10)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReluAttribute : ActivationAttribute;
