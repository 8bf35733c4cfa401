using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Rotates the image around its centre by a random angle. Where the result needs a colour between pixels, the four nearest ones are
/// weighted (bilinear). torchvision's <c>RandomRotation(degrees, InterpolationMode.BILINEAR, fill=None)</c>, and for other fills than 0
/// the same with an image that is surrounded by the fill.
/// </summary>
/// <remarks>
/// The pixel (x, y) of the result, counted from the centre with y downwards, shows (x·cos a − y·sin a, x·sin a + y·cos a) of the image:
/// a positive angle a rotates it counter-clockwise. (Where torchvision is given a fill, it weights the image's outermost pixels twice,
/// which makes them darker; that is not done here.) Sine and cosine are the library's own, with the same bits everywhere.
/// </remarks>
public sealed record RandomRotation : Augmentation
{
    /// <summary>Rotates images.</summary>
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

    /// <summary>Rotates by one angle.</summary>
    internal static void Rotate(AugmentedImage image, float degrees, float fill)
    {
        (double sine, double cosine) = Trigonometry.SinCosOfDegrees(degrees);
        image.Pixels.CopyTo(image.Scratch);
        Plane source = new(image.Height, image.Width, (float)sine, (float)cosine, fill);
        int length = image.Height * image.Width;
        for (int channel = 0; channel < image.Channels; channel++)
            source.Rotate(image.Scratch.Slice(channel * length, length), image.Channel(channel));
    }

    /// <summary>Rotates one channel after the other by the same angle.</summary>
    private readonly struct Plane(int height, int width, float sin, float cos, float fill)
    {
        public void Rotate(ReadOnlySpan<float> source, Span<float> target)
        {
            float centerX = (width - 1) / 2f, centerY = (height - 1) / 2f;
            int position = 0;
            for (int y = 0; y < height; y++)
            {
                float down = y - centerY;
                for (int x = 0; x < width; x++)
                {
                    float right = x - centerX;
                    target[position++] = At(source, (right * cos) - (down * sin) + centerX, (right * sin) + (down * cos) + centerY);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private float At(ReadOnlySpan<float> source, float x, float y)
        {
            int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y), corner = (top * width) + left;
            float toRight = x - left, toBottom = y - top;
            if ((uint)left >= (uint)(width - 1) || (uint)top >= (uint)(height - 1))
                return AtBorder(source, top, left, toRight, toBottom);
            float upper = Between(source[corner], source[corner + 1], toRight);
            return Between(upper, Between(source[corner + width], source[corner + width + 1], toRight), toBottom);
        }

        private float AtBorder(ReadOnlySpan<float> source, int top, int left, float toRight, float toBottom)
        {
            float upper = Between(At(source, top, left), At(source, top, left + 1), toRight);
            return Between(upper, Between(At(source, top + 1, left), At(source, top + 1, left + 1), toRight), toBottom);
        }

        private float At(ReadOnlySpan<float> source, int row, int column) =>
            (uint)row < (uint)height && (uint)column < (uint)width ? source[(row * width) + column] : fill;

        private static float Between(float first, float second, float toSecond) => (first * (1 - toSecond)) + (second * toSecond);
    }
}
