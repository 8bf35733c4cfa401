using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Makes a named value an output of the model, beside the last value of the pipeline, which always is one. The current
/// value stays as it is.
/// </summary>
/// <example>
/// <code>
/// [Dense(16), Relu, As("embedding"), Dense(10)]
/// [Output("embedding")]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OutputAttribute : PipelineAttribute
{
    /// <summary>Adds an output.</summary>
    /// <param name="name">
    /// The value's name, given by <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/>.
    /// </param>
    public OutputAttribute(string name) => Name = name;

    /// <summary>The value's name, given by <see cref="AsAttribute"/> or <see cref="ModelInputAttribute.Name"/>.</summary>
    public string Name { get; }
}
