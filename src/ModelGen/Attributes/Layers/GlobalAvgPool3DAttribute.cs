using System.Diagnostics;

namespace ModelGen;

/// <summary>The mean of each channel of a volume. [N, C, D, H, W] → [N, C].</summary>
/// <remarks>No parameters. PyTorch: <c>x.mean(dim=(2, 3, 4))</c>.</remarks>
/// <example>
/// <code>
/// [Conv3D(16, 3), Relu, GlobalAvgPool3D, Dense(10)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalAvgPool3DAttribute : LayerAttribute;
