using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The smooth rectifier: y = log(1 + eˣ), computed as max(x, 0) + log(1 + e^(−|x|)). [N, *] → [N, *].
/// </summary>
/// <remarks>
/// Dugas, Bengio, Bélisle, Nadeau, Garcia: Incorporating Second-Order Functional Knowledge for Better Option Pricing,
/// NIPS 2000. PyTorch: <c>nn.Softplus</c> with beta = 1; its switch to y = x above 20 is not needed here. The
/// gradient at 0 is ½.
/// </remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftplusAttribute : ActivationAttribute;
