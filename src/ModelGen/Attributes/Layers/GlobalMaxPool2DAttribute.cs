using System.Diagnostics;

namespace ModelGen;

/// <summary>The maximum of each channel of an image. [N, C, H, W] → [N, C].</summary>
/// <remarks>
/// No parameters. A maximum is NaN if an element is; equal maxima share the gradient. PyTorch: <c>x.amax(dim=(2, 3))</c>. Keras:
/// <c>GlobalMaxPooling2D</c>.
/// </remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalMaxPool2DAttribute : LayerAttribute;
