using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Multiplied by γ every so many updates: γ to the power ⌊t / length⌋ after t updates. PyTorch's <c>StepLR</c>. It has no end.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Sgd(0.1), StepDecay(5000, 0.5)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class StepDecayAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">How many updates a stair is long: at least 1.</param>
    /// <param name="gamma">By what the rate is multiplied at each stair, γ: finite, at least 0. Default: 0.1.</param>
    public StepDecayAttribute(int length, double gamma = 0.1) => (Length, Gamma) = (length, gamma);

    /// <summary>How many updates a stair is long: at least 1.</summary>
    public int Length { get; }

    /// <summary>By what the rate is multiplied at each stair, γ: finite, at least 0. Default: 0.1.</summary>
    public double Gamma { get; }
}
