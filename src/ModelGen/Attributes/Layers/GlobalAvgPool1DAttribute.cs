using System.Diagnostics;

namespace ModelGen;

/// <summary>The mean of each channel of a sequence. [N, C, L] → [N, C].</summary>
/// <remarks>
/// No parameters. Channels first, as <see cref="Conv1DAttribute"/> has them; of [time, features], <c>[Permute(1, 0)]</c> makes that.
/// PyTorch: <c>x.mean(dim=2)</c>. Keras: <c>GlobalAveragePooling1D(data_format="channels_first")</c>.
/// </remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalAvgPool1DAttribute : LayerAttribute;
