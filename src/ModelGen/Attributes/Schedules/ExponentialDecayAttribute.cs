using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Falls by the same share in each update: rate to the power t / length after t updates. Keras' <c>ExponentialDecay</c>; with the length 1,
/// PyTorch's <c>ExponentialLR</c>. It has no end.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Adam(1e-3), ExponentialDecay(1000, 0.96)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ExponentialDecayAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">After how many updates it has been multiplied by the rate once: at least 1.</param>
    /// <param name="rate">By what it is multiplied then: finite, greater than 0.</param>
    public ExponentialDecayAttribute(int length, double rate) => (Length, Rate) = (length, rate);

    /// <summary>After how many updates it has been multiplied by the rate once: at least 1.</summary>
    public int Length { get; }

    /// <summary>By what it is multiplied then: finite, greater than 0.</summary>
    public double Rate { get; }

    /// <summary>Whether it changes at multiples of the length only. Default: false.</summary>
    public bool Staircase { get; set; }
}
