using System.Diagnostics;

namespace ModelGen;

/// <summary>The last step of a sequence: [N, time, features] → [N, features].</summary>
/// <remarks>PyTorch: <c>x[:, -1]</c>.</remarks>
/// <example>
/// <code>
/// [Input(20, 8)]
/// [Lstm(32, ReturnSequences = true), LayerNorm, LastStep, Dense(1)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LastStepAttribute : LayerAttribute;
