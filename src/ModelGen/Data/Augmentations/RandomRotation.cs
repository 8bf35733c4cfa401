using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Turns the image around its centre by a random angle. Where the result needs a colour between pixels, the four nearest ones are
/// weighted (bilinear). torchvision's <c>RandomRotation(degrees, InterpolationMode.BILINEAR, fill=None)</c>, and for other fills than 0
/// the same with an image that is surrounded by the fill.
/// </summary>
/// <remarks>
/// The pixel (x, y) of the result, counted from the centre with y downwards, shows (x·cos a − y·sin a, x·sin a + y·cos a) of the
/// image: a positive angle a turns it counter-clockwise. (Where torchvision is given a fill, it weights the image's outermost pixels
/// twice, which makes them darker; that is not done here.) Sine and cosine are the library's own, with the same bits everywhere.
/// </remarks>
public sealed record RandomRotation : Augmentation
{
    /// <summary>Turns images.</summary>
    /// <param name="degrees">The largest angle to either side, from 0 to 180; all between are equally likely.</param>
    /// <param name="fill">What lies outside the image: 0 for black, 1 for white.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public RandomRotation(float degrees, float fill = 0)
    {
        Degrees = degrees is >= 0 and <= 180
            ? degrees
            : throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "The angle must be from 0 to 180 degrees.");
        Fill = CheckedFinite(fill, nameof(fill));
    }

    /// <summary>The largest angle.</summary>
    public float Degrees { get; }

    /// <summary>What lies outside the image.</summary>
    public float Fill { get; }

    /// <inheritdoc/>
    public override void Apply(AugmentedImage image, ref SampleRandom random) => Rotate(image, random.NextUniform(-Degrees, Degrees), Fill);

    /// <summary>Turns by one angle.</summary>
    internal static void Rotate(AugmentedImage image, float degrees, float fill)
    {
        (double sine, double cosine) = Trigonometry.SinCosOfDegrees(degrees);
        (float sin, float cos) = ((float)sine, (float)cosine);
        float centerX = (image.Width - 1) / 2f, centerY = (image.Height - 1) / 2f;
        image.Pixels.CopyTo(image.Scratch);
        for (int y = 0; y < image.Height; y++)
        {
            float down = y - centerY;
            for (int x = 0; x < image.Width; x++)
            {
                float right = x - centerX;
                float sourceX = (right * cos) - (down * sin) + centerX, sourceY = (right * sin) + (down * cos) + centerY;
                SetPixel(image, (y * image.Width) + x, sourceX, sourceY, fill);
            }
        }
    }

    private static void SetPixel(AugmentedImage image, int position, float x, float y, float fill)
    {
        (int height, int width) = (image.Height, image.Width);
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float toRight = x - left, toBottom = y - top;
        bool isInside = left >= 0 && left < width - 1 && top >= 0 && top < height - 1;
        for (int channel = 0; channel < image.Channels; channel++)
        {
            ReadOnlySpan<float> source = image.Scratch.Slice(channel * height * width, height * width);
            int corner = (top * width) + left;
            (float a, float b, float c, float d) = isInside
                ? (source[corner], source[corner + 1], source[corner + width], source[corner + width + 1])
                : (At(source, top, left), At(source, top, left + 1), At(source, top + 1, left), At(source, top + 1, left + 1));
            image.Pixels[(channel * height * width) + position] =
                (((a * (1 - toRight)) + (b * toRight)) * (1 - toBottom)) + (((c * (1 - toRight)) + (d * toRight)) * toBottom);
        }

        float At(ReadOnlySpan<float> source, int row, int column) =>
            (uint)row < (uint)height && (uint)column < (uint)width ? source[(row * width) + column] : fill;
    }
}
