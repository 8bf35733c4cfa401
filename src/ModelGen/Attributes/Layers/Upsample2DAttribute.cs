using System.Diagnostics;

namespace ModelGen;

/// <summary>Makes images larger by a whole factor. [N, C, H, W] → [N, C, scale·H, scale·W].</summary>
/// <remarks>
/// <para>No parameters. PyTorch: <c>nn.Upsample(scale_factor=…, mode=…, align_corners=…)</c>.</para>
/// <para>
/// Every result is a sum over the same neighbours of its element, along each axis three (bilinear) or five (bicubic), of which some have
/// the weight 0. A NaN or an infinity among them makes it NaN or infinite: it reaches one element further than in PyTorch, which reads two
/// or four.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Upsample2D(2, Mode = Upsampling.Bilinear)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Upsample2DAttribute : LayerAttribute
{
    /// <summary>Declares a layer that makes images larger.</summary>
    /// <param name="scale">The factor of height and width: at least 1.</param>
    public Upsample2DAttribute(int scale) => Scale = [scale];

    /// <summary>Declares a layer that makes images larger.</summary>
    /// <param name="scale">The factors of height and width, each at least 1.</param>
    public Upsample2DAttribute(int[] scale) => Scale = scale;

    /// <summary>The factor, each number at least 1: one for both axes, or those of height and width.</summary>
    public int[] Scale { get; }

    /// <summary>How what is between elements is filled in. Default: <see cref="Upsampling.Nearest"/>.</summary>
    public Upsampling Mode { get; set; }

    /// <summary>
    /// Whether the centres of the elements in the corners stay where they are, instead of the edges of the image. Not with
    /// <see cref="Upsampling.Nearest"/>. Default: false.
    /// </summary>
    public bool AlignCorners { get; set; }
}
