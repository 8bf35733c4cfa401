using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The Huber loss, quadratic near 0 and linear beyond: L = mean h(y − t), over the batch and all elements, where h(d) =
/// d² / 2 for |d| ≤ δ, otherwise δ · (|d| − δ / 2). [N, *] and targets [N, *].
/// </summary>
/// <remarks>
/// The gradient where |y − t| = δ is ±δ: both parts agree.
/// Huber: Robust Estimation of a Location Parameter, Annals of Mathematical Statistics 35, 1964. PyTorch:
/// <c>nn.HuberLoss</c>.
/// </remarks>
/// <seealso href="https://doi.org/10.1214/aoms/1177703732"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HuberAttribute : LossAttribute
{
    /// <summary>Declares a Huber loss.</summary>
    /// <param name="delta">Where the linear part begins, δ: finite, greater than 0. Default: 1.</param>
    public HuberAttribute(double delta = 1) => Delta = (float)delta;

    /// <summary>Where the linear part begins, δ: finite, greater than 0. Default: 1.</summary>
    public float Delta { get; }
}
