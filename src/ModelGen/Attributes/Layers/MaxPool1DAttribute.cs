using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The maximum of each window of each channel of a sequence. [N, C, L] → [N, C, L'],
/// L' = ⌊(L + 2·padding − dilation·(size − 1) − 1) / stride⌋ + 1.
/// </summary>
/// <remarks>
/// No parameters. Elements of the padding are never the maximum. Ties and NaN are as in <see cref="MaxPool2DAttribute"/>. PyTorch:
/// <c>nn.MaxPool1d</c>.
/// </remarks>
/// <example>
/// <code>
/// [Input(8, 100), Conv1D(16, 5), Relu, MaxPool1D(2)]      // channels first, as Conv1D has them
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool1DAttribute : Pool1DAttribute
{
    /// <summary>Declares a pooling.</summary>
    /// <param name="size">The size of the window, and its stride unless another is given: at least 1.</param>
    public MaxPool1DAttribute(int size)
        : base(size)
    {
    }

    /// <summary>The distance between the elements that a window reads: at least 1. Default: 1.</summary>
    public int Dilation { get; set; } = 1;
}
