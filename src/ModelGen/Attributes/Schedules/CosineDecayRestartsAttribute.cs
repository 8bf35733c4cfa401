using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Waves of the cosine that start again, each longer: I. Loshchilov, F. Hutter, "SGDR", 2017; Keras' <c>CosineDecayRestarts</c>,
/// PyTorch's <c>CosineAnnealingWarmRestarts</c>. It has no end.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Sgd(0.1, Momentum = 0.9), CosineDecayRestarts(1000, HeightFactor = 0.9)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1608.03983"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CosineDecayRestartsAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">The length of the first wave, in updates: at least 1.</param>
    public CosineDecayRestartsAttribute(int length) => Length = length;

    /// <summary>The length of the first wave, in updates: at least 1.</summary>
    public int Length { get; }

    /// <summary>By how much each wave is longer than the one before: finite, at least 1. Default: 2.</summary>
    public double LengthFactor { get; set; } = 2;

    /// <summary>By how much each wave starts higher than the one before: finite, at least 0. Default: 1.</summary>
    public double HeightFactor { get; set; } = 1;

    /// <summary>The share of the base rate that the waves end at: finite, at least 0. Default: 0.</summary>
    public double End { get; set; }
}
