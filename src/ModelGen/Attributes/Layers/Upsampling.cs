namespace ModelGen;

/// <summary>How <see cref="Upsample2DAttribute"/> fills in what is between elements.</summary>
public enum Upsampling
{
    /// <summary>Each element is repeated.</summary>
    Nearest,

    /// <summary>Between the two nearest elements along each axis, in proportion to their distances.</summary>
    Bilinear,

    /// <summary>
    /// The cubic convolution of the four nearest elements along each axis, with a = −0.75. Elements outside of the image equal the
    /// nearest ones inside. Keys: Cubic Convolution Interpolation for Digital Image Processing, 1981.
    /// </summary>
    Bicubic,
}
