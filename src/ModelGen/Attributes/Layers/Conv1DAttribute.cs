using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A convolution of sequences: y[o, i] = bias[o] + Σ weight[o, c, p] · x[c, s·i + d·p] with stride s and dilation d, over the
/// padded input. [N, C, L] → [N, filters, L'], L' = ⌊(L + 2·padding − d·(kernel − 1) − 1) / s⌋ + 1.
/// </summary>
/// <remarks>
/// <para>
/// Channels come first, as in PyTorch. (Dense works on [N, length, features]: between the two stands <c>[Permute(1, 0)]</c>.)
/// </para>
/// <para>
/// Weights: <c>weight</c> [filters, C / groups, kernel]; <c>bias</c> [filters], unless
/// <see cref="ConvolutionAttribute.UseBias"/> is false.
/// </para>
/// <para>
/// PyTorch: <c>nn.Conv1d</c>, except for the initial weights: see <see cref="Init"/>. Biases start at zero.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(1, 128)]
/// [Conv1D(16, 7, Stride = 2, Padding = 3), Relu]          // [N, 16, 64]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Conv1DAttribute : ConvolutionAttribute
{
    /// <summary>Declares a convolution.</summary>
    /// <param name="filters">The number of output channels: at least 1.</param>
    /// <param name="kernel">The length of the window: at least 1.</param>
    public Conv1DAttribute(int filters, int kernel)
    {
        Filters = filters;
        Kernel = kernel;
    }

    /// <summary>The number of output channels: at least 1.</summary>
    public int Filters { get; }

    /// <summary>The length of the window: at least 1.</summary>
    public int Kernel { get; }

    /// <summary>
    /// How many zeros are put on each side, before the window slides: 0 or more, or <see cref="Padding.Same"/>. Default: 0.
    /// </summary>
    public int Padding { get; set; }

    /// <summary>
    /// Whether no element depends on later ones: d · (kernel − 1) zeros are put before the sequence and none behind, so that
    /// L' = ⌊(L − 1) / s⌋ + 1. <see cref="Padding"/> is 0 then. A model of such layers runs step by step. Default: false.
    /// </summary>
    /// <remarks>PyTorch: <c>F.pad(x, (d * (kernel - 1), 0))</c> before the convolution. Keras: <c>padding="causal"</c>.</remarks>
    public bool Causal { get; set; }

    /// <summary>
    /// Into how many groups the channels are divided, each convolved by itself: a divisor of the channels that arrive and of
    /// the filters. Default: 1.
    /// </summary>
    public int Groups { get; set; } = 1;
}
