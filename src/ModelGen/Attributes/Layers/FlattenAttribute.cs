using System.Diagnostics;

namespace ModelGen;

/// <summary>Makes a vector of each sample: [N, a, b, …] → [N, a · b · …], the last axis running fastest.</summary>
/// <remarks>
/// A vector stays as it is. No parameters; it costs nothing unless the layout in memory has to change. PyTorch:
/// <c>nn.Flatten</c>.
/// </remarks>
/// <example>
/// <code>
/// [Input(1, 8, 8)]
/// [Flatten, Dense(10)]                                    // [N, 1, 8, 8], [N, 64], [N, 10]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FlattenAttribute : LayerAttribute;
