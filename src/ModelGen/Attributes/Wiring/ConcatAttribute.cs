using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Joins the current value and named ones along the channels, the first axis of a sample: [N, C, *], [N, D, *], … →
/// [N, C + D + …, *]. The other axes agree.
/// </summary>
/// <remarks>
/// The current value comes first, then the named ones in the order written. PyTorch:
/// <c>torch.cat((x, a, b), dim=1)</c>.
/// </remarks>
/// <example>
/// <code>
/// [Input(16), As("x"), Dense(8), Relu, Concat("x")]       // [N, 8] and [N, 16] give [N, 24]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConcatAttribute : PipelineAttribute
{
    /// <summary>Joins the current value and named ones.</summary>
    /// <param name="names">
    /// At least one name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.
    /// </param>
    public ConcatAttribute(params string[] names) => Names = names;

    /// <summary>
    /// At least one name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.
    /// </summary>
    public string[] Names { get; }
}
