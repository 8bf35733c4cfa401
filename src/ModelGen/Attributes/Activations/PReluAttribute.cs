using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The parametric rectified linear unit: y = x for x &gt; 0, otherwise a · x with a learned. [N, *] → [N, *].
/// </summary>
/// <remarks>
/// <para>Weight: <c>weight</c> [1], one slope for all elements. The gradient at 0 is the slope.</para>
/// <para>
/// He, Zhang, Ren, Sun: Delving Deep into Rectifiers, 2015. PyTorch: <c>nn.PReLU(num_parameters=1)</c>.
/// </para>
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1502.01852"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PReluAttribute : ActivationAttribute
{
    /// <summary>The slope a that training starts with: finite. Default: 0.25.</summary>
    public double InitialSlope { get; set; } = 0.25;
}
