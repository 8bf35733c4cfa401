using System.Diagnostics;

namespace ModelGen;

/// <summary>The exponential linear unit: y = x for x &gt; 0, otherwise α · (eˣ − 1). [N, *] → [N, *].</summary>
/// <remarks>
/// The gradient at 0 is α.
/// Clevert, Unterthiner, Hochreiter: Fast and Accurate Deep Network Learning by Exponential Linear Units, 2015.
/// PyTorch: <c>nn.ELU</c>.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1511.07289"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EluAttribute : ActivationAttribute
{
    /// <summary>Declares an exponential linear unit.</summary>
    /// <param name="alpha">The scale α of the part below 0, which tends to −α: finite. Default: 1.</param>
    public EluAttribute(double alpha = 1) => Alpha = (float)alpha;

    /// <summary>The scale α of the part below 0, which tends to −α: finite. Default: 1.</summary>
    public float Alpha { get; }
}
