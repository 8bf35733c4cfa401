using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Rises in a line to the base rate, s + (1 − s) · t / length after t updates: P. Goyal et al., "Accurate, large minibatch SGD", 2017;
/// PyTorch's <c>LinearLR</c>.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, AdamW(1e-3), WarmUp(500), CosineDecay(10_000)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1706.02677"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class WarmUpAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">How many updates it rises: at least 1.</param>
    public WarmUpAttribute(int length) => Length = length;

    /// <summary>How many updates it rises: at least 1.</summary>
    public int Length { get; }

    /// <summary>The share s of the base rate at the first update: finite, at least 0. Default: 0.</summary>
    public double Start { get; set; }
}
