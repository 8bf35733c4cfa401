using System.Diagnostics;

namespace ModelGen;

/// <summary>Cuts rows and columns off images. [N, C, H, W] → [N, C, H − top − bottom, W − left − right].</summary>
/// <remarks>No parameters. PyTorch: <c>x[:, :, top:-bottom, left:-right]</c>.</remarks>
/// <example>
/// <code>
/// [Crop2D(1)]                                          // on all four sides
/// [Crop2D(Top = 1, Left = 1)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Crop2DAttribute : LayerAttribute
{
    /// <summary>Declares an edge taken away from images.</summary>
    /// <param name="crop">How many rows or columns are cut off on each side that is not given by itself: 0 or more. Default: 0.</param>
    public Crop2DAttribute(int crop = 0)
    {
        Crop = crop;
        (Top, Bottom, Left, Right) = (crop, crop, crop, crop);
    }

    /// <summary>How many rows or columns are cut off on each side that is not given by itself: 0 or more. Default: 0.</summary>
    public int Crop { get; }

    /// <summary>The number at the top: 0 or more.</summary>
    public int Top { get; set; }

    /// <summary>The number at the bottom: 0 or more.</summary>
    public int Bottom { get; set; }

    /// <summary>The number on the left: 0 or more.</summary>
    public int Left { get; set; }

    /// <summary>The number on the right: 0 or more.</summary>
    public int Right { get; set; }
}
