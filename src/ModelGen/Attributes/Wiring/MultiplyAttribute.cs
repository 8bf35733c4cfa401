using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Multiplies named values with the current one, element by element: [N, *] → [N, *]. A named value has the current shape, or size one on
/// some axes, along which it is stretched (NumPy’s broadcasting).
/// </summary>
/// <remarks>y = ((x · a) · b) · …, where x is the current value, in the order the names are written.</remarks>
/// <example>
/// <code>
/// [As("x"), Dense(32), Sigmoid, As("gate"), From("x"), Multiply("gate")]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MultiplyAttribute : PipelineAttribute
{
    /// <summary>Makes the product of the current value and named ones.</summary>
    /// <param name="names">
    /// At least one name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.
    /// </param>
    public MultiplyAttribute(params string[] names) => Names = names;

    /// <summary>
    /// At least one name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.
    /// </summary>
    public string[] Names { get; }
}
