using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Multi-head attention: each step of a sequence reads from all steps of it, or of another one, weighted by how well its query fits their
/// keys. softmax(Q · Kᵀ / √d) · V in each head, d being the width of a head. [N, time, features] → [N, time, features].
/// </summary>
/// <remarks>
/// <para>
/// Weights: <c>in_proj_weight</c> [3 · features, features], the rows of queries, keys and values, and <c>in_proj_bias</c>
/// [3 · features]; <c>out_proj.weight</c> [features, features] and <c>out_proj.bias</c> [features]. If the value read from
/// (<see cref="From"/>) has another number of features, or <see cref="KeyDim"/> makes the heads wider or narrower, there are
/// <c>q_proj_weight</c>, <c>k_proj_weight</c> and <c>v_proj_weight</c> in place of <c>in_proj_weight</c>.
/// </para>
/// <para>
/// What is masked (<see cref="Causal"/>, <see cref="Window"/>) is selected by comparing positions: no mask is kept in memory. A step that
/// sees nothing at all, by <see cref="Mask"/> too, gets zeros from the heads, never NaN. Initial weights are Xavier's, biases zero.
/// </para>
/// <para>
/// Vaswani et al.: Attention Is All You Need, NIPS 2017. PyTorch: <c>nn.MultiheadAttention(features, heads, batch_first=True)</c>. Keras:
/// <c>MultiHeadAttention(heads, key_dim)</c>, whose weights lie otherwise.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(16, 32)]
/// [MultiHeadAttention(4)]                          // each of 16 steps sees all
///
/// [As("memory")]
/// [Input(8, 32, Name = "target")]
/// [MultiHeadAttention(4, Causal = true), MultiHeadAttention(4, From = "memory")]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1706.03762"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MultiHeadAttentionAttribute : LayerAttribute
{
    /// <summary>Declares multi-head attention.</summary>
    /// <param name="heads">The number of heads: at least 1; it divides the features, unless <see cref="KeyDim"/> is given.</param>
    public MultiHeadAttentionAttribute(int heads) => Heads = heads;

    /// <summary>The number of heads: at least 1; it divides the features, unless <see cref="KeyDim"/> is given.</summary>
    public int Heads { get; }

    /// <summary>Whether a step sees itself and the steps before it only. Default: false.</summary>
    public bool Causal { get; set; }

    /// <summary>
    /// How many steps away a step sees, to both sides, or back only if <see cref="Causal"/> is set: with 2 it sees itself and two
    /// neighbours on each side. At least 1. Default: 0, as many as there are.
    /// </summary>
    public int Window { get; set; }

    /// <summary>The name of the value whose steps are read from, [N, steps, features]. Default: none, the current value itself.</summary>
    public string? From { get; set; }

    /// <summary>
    /// The name of a value that says which steps see which: [N, time, steps], 0 where a step does not see another, such as the neighbours
    /// in a graph; or [N, steps], 0 where no step sees one, such as padding. No gradient flows into it. Default: none, all are seen.
    /// </summary>
    public string? Mask { get; set; }

    /// <summary>The width of each head: at least 1. Default: 0, the features divided by the heads. Keras: <c>key_dim</c>.</summary>
    public int KeyDim { get; set; }

    /// <summary>
    /// Whether queries and keys are rotated by their positions (RoPE), so that their products depend on the distance of two steps only. The
    /// first half of a head's features is turned against the second, as in GPT-NeoX and Llama; the width of a head must be even. Su et al.:
    /// RoFormer, 2021. Default: false.
    /// </summary>
    public bool Rotary { get; set; }

    /// <summary>The probability that a weight of the attention is dropped in training: 0 ≤ p &lt; 1. Default: 0.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether all projections have biases. Default: true.</summary>
    public bool UseBias { get; set; } = true;
}
