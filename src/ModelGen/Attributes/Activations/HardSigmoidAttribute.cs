using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The piecewise linear sigmoid: y = min(max(x + 3, 0), 6) / 6, between 0 and 1. [N, *] → [N, *].
/// </summary>
/// <remarks>
/// The gradient at −3 and at 3 is 0.
/// The form of MobileNetV3: Howard et al.: Searching for MobileNetV3, 2019. PyTorch: <c>nn.Hardsigmoid</c>. Keras 2 has
/// another one, with slope 0.2.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1905.02244"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HardSigmoidAttribute : ActivationAttribute;
