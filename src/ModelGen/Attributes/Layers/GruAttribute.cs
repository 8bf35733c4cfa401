using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Gated recurrent unit: for each step of a sequence h = (1 − z) · n + z · h, with gates r, z and candidates n from the step and the state
/// before. [N, time, features] → [N, units].
/// </summary>
/// <remarks>
/// <para>
/// r, z = σ(W_ih · x + b_ih + W_hh · h + b_hh), n = tanh(W_in · x + b_in + r · (W_hn · h + b_hn)), each with rows of its own in the
/// weights, in the order r, z, n. Options, shapes and weights are those of <see cref="RecurrentAttribute"/>, with three gates.
/// </para>
/// <para>
/// Cho et al.: Learning Phrase Representations using RNN Encoder–Decoder, EMNLP 2014. PyTorch:
/// <c>nn.GRU(features, units, batch_first=True)</c>. Keras: <c>GRU</c>, whose gates stand in the order z, r, n.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Tokens(20, 5_000)]
/// [Embedding(32), Gru(64, Bidirectional = true), Dense(2)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GruAttribute : RecurrentAttribute
{
    /// <summary>Declares a layer of gated recurrent units.</summary>
    /// <param name="units">The length of the state: at least 1.</param>
    public GruAttribute(int units)
        : base(units)
    {
    }

    /// <summary>
    /// Whether the reset gate is applied to the state before its product, n = tanh(W_in · x + b_in + W_hn · (r · h) + b_hn), as in the
    /// paper and in Keras with <c>reset_after=False</c>. Default: false, as in PyTorch.
    /// </summary>
    public bool ResetBefore { get; set; }
}
