using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Adds named values to the current one, element by element: [N, *] → [N, *]. A named value has the current shape, or size one on
/// some axes, along which it is stretched (NumPy’s broadcasting).
/// </summary>
/// <remarks>y = ((x + a) + b) + …, where x is the current value, in the order the names are written.</remarks>
/// <example>
/// <code>
/// [As("skip"), Dense(32), Relu, Dense(32), Add("skip"), Relu]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AddAttribute : PipelineAttribute
{
    /// <summary>Makes the sum of the current value and named ones.</summary>
    /// <param name="names">
    /// At least one name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.
    /// </param>
    public AddAttribute(params string[] names) => Names = names;

    /// <summary>
    /// At least one name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.
    /// </summary>
    public string[] Names { get; }
}
