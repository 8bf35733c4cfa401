using System.Diagnostics;

namespace ModelGen;

/// <summary>The leaky rectified linear unit: y = x for x &gt; 0, otherwise slope · x. [N, *] → [N, *].</summary>
/// <remarks>
/// The gradient at 0 is the slope. /// Maas, Hannun, Ng: Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013. PyTorch:
/// <c>nn.LeakyReLU</c>.
/// </remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LeakyReluAttribute : ActivationAttribute
{
    /// <summary>Declares a leaky rectified linear unit.</summary>
    /// <param name="slope">The slope below 0: finite. Default: 0.01.</param>
    public LeakyReluAttribute(double slope = 0.01) => Slope = (float)slope;

    /// <summary>The slope below 0: finite. Default: 0.01.</summary>
    public float Slope { get; }
}
