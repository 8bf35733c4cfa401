using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Rises in a line, then falls with the root of the time: modelSize^−½ · min(n^−½, n · warmUp^−³ᐟ²) in update n, from 1. A. Vaswani et al.,
/// "Attention is all you need", 2017, section 5.3; the base rate there is 1. It has no end.
/// </summary>
/// <example>
/// <code>
/// [SoftmaxCrossEntropy, Adam(1, Beta2 = 0.98, Epsilon = 1e-9), Noam(512)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1706.03762"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NoamAttribute : ScheduleAttribute
{
    /// <summary>Declares the schedule.</summary>
    /// <param name="modelSize">The width of the model: at least 1.</param>
    /// <param name="warmUp">How many updates it rises: at least 1. Default: 4000.</param>
    public NoamAttribute(int modelSize, int warmUp = 4000) => (ModelSize, WarmUp) = (modelSize, warmUp);

    /// <summary>The width of the model: at least 1.</summary>
    public int ModelSize { get; }

    /// <summary>How many updates it rises: at least 1. Default: 4000.</summary>
    public int WarmUp { get; }
}
