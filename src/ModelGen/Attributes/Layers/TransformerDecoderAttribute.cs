using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A block of a Transformer decoder: self-attention, attention to the steps of another value, then two dense layers on each step, each
/// with a residual and a normalization. [N, time, features] → [N, time, features].
/// </summary>
/// <remarks>
/// <para>
/// It is made of other layers, whose weights have PyTorch's names: <c>self_attn</c> and <c>multihead_attn</c>
/// (<see cref="MultiHeadAttentionAttribute"/>: <c>self_attn.in_proj_weight</c>, …), <c>linear1</c>, <c>linear2</c>, <c>norm1</c>,
/// <c>norm2</c>, <c>norm3</c>.
/// </para>
/// <para>
/// Vaswani et al.: Attention Is All You Need, NIPS 2017. PyTorch: <c>nn.TransformerDecoderLayer(features, heads, hidden,
/// batch_first=True)</c>, called with the causal mask of its target.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Tokens(12, 30, Name = "letters")]
/// [Embedding(64), PositionalEncoding, TransformerEncoder(4, 256), As("memory")]
/// [Tokens(12, 42, Name = "sounds")]
/// [Embedding(64), PositionalEncoding, TransformerDecoder(4, 256, From = "memory"), Dense(42)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1706.03762"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TransformerDecoderAttribute : TransformerAttribute
{
    /// <summary>Declares a block of a decoder.</summary>
    /// <param name="heads">The number of heads of each attention: at least 1, a divisor of the features.</param>
    /// <param name="hidden">The units between the two dense layers: at least 1.</param>
    public TransformerDecoderAttribute(int heads, int hidden)
        : base(heads, hidden)
    {
    }

    /// <summary>The name of the value that is read from, [N, steps, features]: the result of the encoder. Default: <c>memory</c>.</summary>
    public string From { get; set; } = "memory";

    /// <summary>
    /// Whether the self-attention sees a step itself and the steps before it only. Default: true; false for a decoder that gives all steps
    /// at once.
    /// </summary>
    public bool Causal { get; set; } = true;
}
