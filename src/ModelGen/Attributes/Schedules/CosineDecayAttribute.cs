using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Falls along half a wave of the cosine, e + (1 − e) · (1 + cos(π · t / length)) / 2 after t updates, and stays at its end: I. Loshchilov,
/// F. Hutter, "SGDR", 2017; Keras' <c>CosineDecay</c>, PyTorch's <c>CosineAnnealingLR</c>.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, AdamW(1e-3), CosineDecay(10_000, End = 0.01)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1608.03983"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CosineDecayAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">When the end is reached, in updates: at least 1.</param>
    public CosineDecayAttribute(int length) => Length = length;

    /// <summary>When the end is reached, in updates: at least 1.</summary>
    public int Length { get; }

    /// <summary>The share e of the base rate at the end: finite, at least 0. Default: 0.</summary>
    public double End { get; set; }
}
