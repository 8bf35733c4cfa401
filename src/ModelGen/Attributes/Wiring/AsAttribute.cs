using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Names the current value, which stays the current one: [N, *] → [N, *]. <see cref="FromAttribute"/>,
/// <see cref="AddAttribute"/>, <see cref="MultiplyAttribute"/>, <see cref="ConcatAttribute"/> and
/// <see cref="OutputAttribute"/> refer to it.
/// </summary>
/// <example>
/// <code>
/// [Dense(32), As("skip"), Relu, Dense(32), Add("skip"), Relu]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AsAttribute : PipelineAttribute
{
    /// <summary>Names the current value.</summary>
    /// <param name="name">The name: not empty, unique in its model or block.</param>
    public AsAttribute(string name) => Name = name;

    /// <summary>The name: not empty, unique in its model or block.</summary>
    public string Name { get; }
}
