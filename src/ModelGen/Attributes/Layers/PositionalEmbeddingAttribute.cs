using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Adds to each step of a sequence a learned vector that says where it is: y[t] = x[t] + <c>weight</c>[t].
/// [N, time, d] → [N, time, d].
/// </summary>
/// <remarks>
/// <para>
/// Weights: <c>weight</c> [time, d], drawn from a normal distribution of standard deviation <see cref="InitScale"/>.
/// </para>
/// <para>
/// Gehring et al.: Convolutional Sequence to Sequence Learning, ICML 2017; GPT and BERT have the same. PyTorch:
/// <c>x + nn.Embedding(time, d)(torch.arange(time))</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Tokens(64, 256)]
/// [Embedding(128, InitScale = 0.02), PositionalEmbedding(InitScale = 0.02)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1705.03122"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PositionalEmbeddingAttribute : LayerAttribute
{
    /// <summary>The standard deviation of the starting values: finite, greater than 0. Default: 1, as in PyTorch.</summary>
    public double InitScale { get; set; } = 1;
}
