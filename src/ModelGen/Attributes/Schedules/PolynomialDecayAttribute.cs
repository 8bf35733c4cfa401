using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Falls along a power, e + (1 − e) · (1 − t / length)ᵖ after t updates, and stays at its end. Keras' <c>PolynomialDecay</c>.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, AdamW(1e-3), PolynomialDecay(10_000, Power = 2)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PolynomialDecayAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">When the end is reached, in updates: at least 1.</param>
    public PolynomialDecayAttribute(int length) => Length = length;

    /// <summary>When the end is reached, in updates: at least 1.</summary>
    public int Length { get; }

    /// <summary>The share e of the base rate at the end: finite, at least 0. Default: 0.</summary>
    public double End { get; set; }

    /// <summary>The power p, 1 for a line: finite, at least 0. Default: 1.</summary>
    public double Power { get; set; } = 1;
}
