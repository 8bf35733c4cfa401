using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The cosine of the angle between the current value and a named one, along the last axis: x · y / (max(‖x‖, ε) · max(‖y‖, ε)).
/// [N, *, F] → [N, *], of vectors [N, F] → [N, 1].
/// </summary>
/// <remarks>
/// No parameters. The named value has the current shape, or size one on some axes, along which it is stretched. Results lie between −1
/// and 1; the similarity with a vector of zeros is 0. PyTorch: <c>F.cosine_similarity(x, y, dim=-1)</c>. Keras: <c>Dot(axes=-1,
/// normalize=True)</c>.
/// </remarks>
/// <example>
/// <code>
/// [Input(64, Name = "question"), Dense(16), As("query")]
/// [Input(64, Name = "text"), Dense(16), CosineSimilarity("query")]     // how well they fit: one number
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CosineSimilarityAttribute : LayerAttribute
{
    /// <summary>Compares the current value with a named one.</summary>
    /// <param name="other">The name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.</param>
    public CosineSimilarityAttribute(string other) => Other = other;

    /// <summary>The name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.</summary>
    public string Other { get; }

    /// <summary>
    /// The least length that is divided by: finite, greater than 1e-19, whose square floats can still hold. Default: 1e-8, as in PyTorch.
    /// </summary>
    public double Epsilon { get; set; } = 1e-8;
}
