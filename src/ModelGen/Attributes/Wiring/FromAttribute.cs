using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Makes a named value the current one again, to start another branch there: → the shape of that value.
/// </summary>
/// <example>
/// <code>
/// [Dense(32), Relu, As("trunk")]
/// [Dense(8), Tanh, As("left")]
/// [From("trunk"), Dense(8), Sigmoid, Multiply("left")]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FromAttribute : PipelineAttribute
{
    /// <summary>Makes a named value the current one.</summary>
    /// <param name="name">
    /// A name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.
    /// </param>
    public FromAttribute(string name) => Name = name;

    /// <summary>A name that <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/> gave above.</summary>
    public string Name { get; }
}
