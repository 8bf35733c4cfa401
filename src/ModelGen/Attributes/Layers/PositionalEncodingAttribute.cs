using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Adds to each step of a sequence the sine and cosine waves that say where it is: y[t, 2i] = x[t, 2i] + sin(t / 10000^(2i / d)),
/// y[t, 2i + 1] = x[t, 2i + 1] + cos(t / 10000^(2i / d)), t counted from 0. [N, time, d] → [N, time, d].
/// </summary>
/// <remarks>
/// <para>No parameters: the waves are constants of the generated code, each rounded to float once.</para>
/// <para>
/// Vaswani et al.: Attention Is All You Need, NIPS 2017, section 3.5, where embeddings are multiplied by √d first; [Embedding] does not do
/// that. PyTorch's tutorials have the same module, with dropout behind the sum.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Tokens(64, 5_000)]
/// [Embedding(128), PositionalEncoding(Dropout = 0.1)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1706.03762"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PositionalEncodingAttribute : LayerAttribute
{
    /// <summary>The probability that an element of the sum is dropped in training: 0 ≤ p &lt; 1. Default: 0.</summary>
    public double Dropout { get; set; }
}
