using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Falls with the time: 1 / (1 + rate · t / length) after t updates. Keras' <c>InverseTimeDecay</c>. It has no end.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Sgd(0.1), InverseTimeDecay(1000, 0.5)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InverseTimeDecayAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">In how many updates the time counts one: at least 1.</param>
    /// <param name="rate">How fast it falls: finite, at least 0.</param>
    public InverseTimeDecayAttribute(int length, double rate) => (Length, Rate) = (length, rate);

    /// <summary>In how many updates the time counts one: at least 1.</summary>
    public int Length { get; }

    /// <summary>How fast it falls: finite, at least 0.</summary>
    public double Rate { get; }

    /// <summary>Whether it changes at multiples of the length only. Default: false.</summary>
    public bool Staircase { get; set; }
}
