using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Local response normalization: y = x / (k + α · m)^β, m being the mean of the squares of an element and its neighbours at the same
/// position of other channels. [N, C, *] → [N, C, *].
/// </summary>
/// <remarks>
/// <para>
/// The window covers <see cref="Size"/> channels, ⌊size / 2⌋ of them before the element's own; beyond the first and the last channel there
/// are zeros, which count in the mean. (The paper multiplies α with the sum of the squares: its α is PyTorch's divided by the size.)
/// No parameters.
/// </para>
/// <para>
/// Krizhevsky, Sutskever, Hinton: ImageNet Classification with Deep Convolutional Neural Networks, NIPS 2012. PyTorch:
/// <c>nn.LocalResponseNorm</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(8, 6, 6)]
/// [Relu, LocalResponseNorm(5, K = 2f), Flatten, Dense(10)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LocalResponseNormAttribute : LayerAttribute
{
    /// <summary>Declares a local response normalization.</summary>
    /// <param name="size">The number of channels in the window: at least 1.</param>
    public LocalResponseNormAttribute(int size) => Size = size;

    /// <summary>The number of channels in the window: at least 1.</summary>
    public int Size { get; }

    /// <summary>The factor α of the mean of the squares: finite, at least 0. Default: 1e-4.</summary>
    public double Alpha { get; set; } = 1e-4;

    /// <summary>The exponent β: finite. Default: 0.75.</summary>
    public double Beta { get; set; } = 0.75;

    /// <summary>The summand k: finite, greater than 0. Default: 1.</summary>
    public double K { get; set; } = 1;
}
