using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A block of a Transformer encoder: self-attention, then two dense layers on each step, each with a residual and a normalization.
/// [N, time, features] → [N, time, features].
/// </summary>
/// <remarks>
/// <para>
/// It is made of other layers, whose weights have PyTorch's names: <c>self_attn</c>
/// (<see cref="MultiHeadAttentionAttribute"/>: <c>self_attn.in_proj_weight</c>, …), <c>linear1</c>, <c>linear2</c>, <c>norm1</c>,
/// <c>norm2</c>. With <see cref="Causal"/> it is the block of a GPT.
/// </para>
/// <para>
/// Vaswani et al.: Attention Is All You Need, NIPS 2017. PyTorch:
/// <c>nn.TransformerEncoderLayer(features, heads, hidden, batch_first=True)</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Tokens(64, 256)]
/// [Embedding(128), PositionalEmbedding]
/// [TransformerEncoder(4, 512, Causal = true, NormFirst = true, Activation = ActivationKind.Gelu)]
/// [LayerNorm, Dense(256)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1706.03762"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TransformerEncoderAttribute : TransformerAttribute
{
    /// <summary>Declares a block of an encoder.</summary>
    /// <param name="heads">The number of heads: at least 1, a divisor of the features.</param>
    /// <param name="hidden">The units between the two dense layers: at least 1.</param>
    public TransformerEncoderAttribute(int heads, int hidden)
        : base(heads, hidden)
    {
    }

    /// <summary>Whether a step sees itself and the steps before it only. Default: false.</summary>
    public bool Causal { get; set; }
}
