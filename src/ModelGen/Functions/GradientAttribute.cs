using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The gradient of a function of your own, where the one that follows from its operations is not what you want: a stable form, a
/// straight-through estimate, a gradient that is clipped.
/// </summary>
/// <remarks>
/// <para>The gradient is a static method of the same class. It takes the parameters of the function, and behind them the gradient of its
/// result, a <c>Tensor</c> of the result's shape. It gives the gradient of the function's tensor, or, if it takes several, an array
/// with one for each, in their order: each of the shape of that tensor. It is read as operations, as the function is.</para>
/// <para>A function with a gradient of its own has no parameters, buffers and random numbers: its gradient would not know them. Hand
/// them over as arguments. <c>GradientCheck.OfFunction</c> compares a gradient with finite differences.</para>
/// </remarks>
/// <example>
/// <code>
/// [Gradient(nameof(ThresholdGradient))]
/// static Tensor Threshold(Tensor x) =&gt; Where(x &gt; 0, 1, 0);
///
/// static Tensor ThresholdGradient(Tensor x, Tensor gradient) =&gt; gradient * (Abs(x) &lt; 1);
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class GradientAttribute : Attribute
{
    /// <summary>Names the gradient of the method it stands on.</summary>
    /// <param name="function">The name of the method, by <c>nameof</c>.</param>
    public GradientAttribute(string function) => Function = function;

    /// <summary>The name of the method.</summary>
    public string Function { get; }
}
