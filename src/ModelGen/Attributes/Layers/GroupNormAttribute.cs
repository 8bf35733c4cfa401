using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Group normalization: y = γ · (x − μ) / √(σ² + ε) + β for each group of neighbouring channels of each sample, [N, C, *] → [N, C, *].
/// </summary>
/// <remarks>
/// <para>
/// The C channels are divided into G groups of C / G. μ and σ² are the mean and the biased variance of a group over its channels and
/// their positions, in training and in prediction alike. One group is layer normalization over everything; C groups are instance
/// normalization.
/// </para>
/// <para>
/// Weights: <c>weight</c> γ [C], starting at 1, and <c>bias</c> β [C], starting at 0, unless <see cref="Affine"/> is false.
/// </para>
/// <para>
/// Wu, He: Group Normalization, ECCV 2018. PyTorch: <c>nn.GroupNorm</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(6, 8, 8)]
/// [GroupNorm(3), Relu, Flatten, Dense(10)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1803.08494"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GroupNormAttribute : LayerAttribute
{
    /// <summary>Declares a group normalization.</summary>
    /// <param name="groups">The number G of groups: at least 1, and a divisor of the number of channels.</param>
    public GroupNormAttribute(int groups) => Groups = groups;

    /// <summary>The number G of groups: at least 1, and a divisor of the number of channels.</summary>
    public int Groups { get; }

    /// <summary>The ε that keeps the quotient finite: finite, greater than 0. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;

    /// <summary>Whether γ and β are learned; otherwise they are 1 and 0. Default: true.</summary>
    public bool Affine { get; set; } = true;
}
