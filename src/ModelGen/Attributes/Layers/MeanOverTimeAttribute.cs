using System.Diagnostics;

namespace ModelGen;

/// <summary>The mean of each feature over all steps of a sequence, (1 / T) Σₜ xₜ: [N, time, features] → [N, features].</summary>
/// <remarks>
/// With <see cref="LengthsAttribute"/> it is the mean over the steps of the sample that count. PyTorch: <c>x.mean(dim=1)</c>.
/// Keras: <c>GlobalAveragePooling1D</c>.
/// </remarks>
/// <example>
/// <code>
/// [Tokens(40, 5_000), Lengths]
/// [Embedding(32), TransformerEncoder(4, 64), MeanOverTime, Dense(2)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanOverTimeAttribute : LayerAttribute;
