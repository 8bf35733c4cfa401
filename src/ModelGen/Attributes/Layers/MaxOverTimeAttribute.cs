using System.Diagnostics;

namespace ModelGen;

/// <summary>The maximum of each feature over all steps of a sequence, maxₜ xₜ: [N, time, features] → [N, features].</summary>
/// <remarks>
/// With <see cref="LengthsAttribute"/> it is the maximum over the steps of the sample that count. Where several steps have the
/// maximum, they share its gradient. PyTorch: <c>x.amax(dim=1)</c>. Keras: <c>GlobalMaxPooling1D</c>.
/// </remarks>
/// <example>
/// <code>
/// [Tokens(40, 5_000), Lengths]
/// [Embedding(32), TransformerEncoder(4, 64), MaxOverTime, Dense(2)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxOverTimeAttribute : LayerAttribute;
