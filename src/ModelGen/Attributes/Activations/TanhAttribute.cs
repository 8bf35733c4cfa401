using System.Diagnostics;

namespace ModelGen;

/// <summary>The hyperbolic tangent: y = tanh(x), between −1 and 1. [N, *] → [N, *].</summary>
/// <remarks>PyTorch: <c>nn.Tanh</c>.</remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TanhAttribute : ActivationAttribute;
