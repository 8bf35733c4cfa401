using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The base rate up to a length, then falling with the root of the time: √(length / t) after t updates. C. Raffel et al., "Exploring the
/// limits of transfer learning with a unified text-to-text transformer", 2020, section 3.1.2, relative to its start. It has no end.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Adam(1e-3), WarmUp(1000), InverseRootDecay(1000)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1910.10683"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InverseRootDecayAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="length">Up to where it is the base rate, in updates: at least 1.</param>
    public InverseRootDecayAttribute(int length) => Length = length;

    /// <summary>Up to where it is the base rate, in updates: at least 1.</summary>
    public int Length { get; }
}
