using System.Diagnostics;

namespace ModelGen;

/// <summary>The maximum of each channel of a sequence. [N, C, L] → [N, C].</summary>
/// <remarks>
/// No parameters. Channels first, as <see cref="Conv1DAttribute"/> has them. A maximum is NaN if an element is; equal maxima share the
/// gradient. PyTorch: <c>x.amax(dim=2)</c>. Keras: <c>GlobalMaxPooling1D(data_format="channels_first")</c>.
/// </remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalMaxPool1DAttribute : LayerAttribute;
