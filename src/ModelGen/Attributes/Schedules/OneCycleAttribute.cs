using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Up to the base rate, and down far below where it began: L. N. Smith, N. Topin, "Super-convergence", 2018, as PyTorch's
/// <c>OneCycleLR</c> has it, whose <c>max_lr</c> is the base rate.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Sgd(0.5, Momentum = 0.9), OneCycle(10_000)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1708.07120"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OneCycleAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">All updates of the training: at least 2. Behind them the last value stays.</param>
    public OneCycleAttribute(int length) => Length = length;

    /// <summary>All updates of the training: at least 2. Behind them the last value stays.</summary>
    public int Length { get; }

    /// <summary>
    /// The part of the cycle in which the rate rises, at least one update long: greater than 0, less than 1. Default: 0.3.
    /// </summary>
    public double Rise { get; set; } = 0.3;

    /// <summary>The base rate divided by this is the first rate: finite, greater than 0. Default: 25.</summary>
    public double Divisor { get; set; } = 25;

    /// <summary>The first rate divided by this is the last one: finite, greater than 0. Default: 10,000.</summary>
    public double FinalDivisor { get; set; } = 1e4;

    /// <summary>Whether the rate follows lines instead of the cosine. Default: false.</summary>
    public bool Linear { get; set; }
}
