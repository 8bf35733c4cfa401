using System.Diagnostics;

namespace ModelGen;

/// <summary>Puts zeros around images. [N, C, H, W] → [N, C, top + H + bottom, left + W + right].</summary>
/// <remarks>No parameters. PyTorch: <c>nn.ZeroPad2d</c>.</remarks>
/// <example>
/// <code>
/// [ZeroPad2D(1)]                                          // on all four sides
/// [ZeroPad2D(Top = 1, Left = 1)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ZeroPad2DAttribute : LayerAttribute
{
    /// <summary>Declares zeros around images.</summary>
    /// <param name="padding">How many zeros are put there on each side that is not given by itself: 0 or more. Default: 0.</param>
    public ZeroPad2DAttribute(int padding = 0)
    {
        Padding = padding;
        (Top, Bottom, Left, Right) = (padding, padding, padding, padding);
    }

    /// <summary>How many zeros are put there on each side that is not given by itself: 0 or more. Default: 0.</summary>
    public int Padding { get; }

    /// <summary>The number at the top: 0 or more.</summary>
    public int Top { get; set; }

    /// <summary>The number at the bottom: 0 or more.</summary>
    public int Bottom { get; set; }

    /// <summary>The number on the left: 0 or more.</summary>
    public int Left { get; set; }

    /// <summary>The number on the right: 0 or more.</summary>
    public int Right { get; set; }
}
