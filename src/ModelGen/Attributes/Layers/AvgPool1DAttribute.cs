using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The mean of each window of each channel of a sequence. [N, C, L] → [N, C, L'], L' = ⌊(L + 2·padding − size) / stride⌋ + 1.
/// </summary>
/// <remarks>
/// No parameters. The padding is zeros, which count; what lies beyond it under <see cref="Pool1DAttribute.CeilMode"/> does not: see
/// <see cref="AvgPool2DAttribute"/>. PyTorch: <c>nn.AvgPool1d</c>.
/// </remarks>
/// <example>
/// <code>
/// [Input(8, 100), AvgPool1D(4)]                           // a quarter of the length
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AvgPool1DAttribute : Pool1DAttribute
{
    /// <summary>Declares a pooling.</summary>
    /// <param name="size">The size of the window, and its stride unless another is given: at least 1.</param>
    public AvgPool1DAttribute(int size)
        : base(size)
    {
    }
}
