using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A table with a learned vector for each id: y = <c>weight</c>[id], ids [N, length] → [N, length, dim].
/// </summary>
/// <remarks>
/// <para>
/// Weights: <c>weight</c> [vocabulary, dim], drawn from a normal distribution of standard deviation <see cref="InitScale"/>. Its gradient
/// is dense, as that of PyTorch's <c>nn.Embedding(sparse=False)</c>: each step writes all of it, and the optimizer moves all rows, those
/// without a token in the batch too if it has momentum or weight decay. A row that several tokens name gets the sum of their gradients,
/// added in the order of samples and tokens, whatever the number of threads.
/// </para>
/// <para>
/// PyTorch: <c>nn.Embedding(vocabulary, dim, padding_idx)</c>. Keras: <c>Embedding</c>, which draws from U(−0.05, 0.05) instead.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Tokens(20, 5_000)]
/// [Embedding(32, PaddingIndex = 0), Flatten, Dense(2)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmbeddingAttribute : LayerAttribute
{
    /// <summary>Declares a table of vectors.</summary>
    /// <param name="dim">The length of each vector: at least 1.</param>
    public EmbeddingAttribute(int dim) => Dim = dim;

    /// <summary>The length of each vector: at least 1.</summary>
    public int Dim { get; }

    /// <summary>
    /// The id that fills up short samples: its vector starts at zero and gets no gradient, so it stays zero. Less than the
    /// vocabulary. Default: −1, none.
    /// </summary>
    public int PaddingIndex { get; set; } = -1;

    /// <summary>The standard deviation of the starting values: finite, greater than 0. Default: 1, as in PyTorch.</summary>
    public double InitScale { get; set; } = 1;
}
