using System.Diagnostics;

namespace ModelGen;

/// <summary>The mean of each channel. [N, C, H, W] → [N, C].</summary>
/// <remarks>
/// No parameters. Lin, Chen, Yan: Network In Network, 2013. PyTorch: <c>x.mean(dim=(2, 3))</c>. Keras:
/// <c>GlobalAveragePooling2D</c>.
/// </remarks>
/// <example>
/// <code>
/// [GlobalAvgPool2D, Dense(10)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1312.4400"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalAvgPool2DAttribute : LayerAttribute;
