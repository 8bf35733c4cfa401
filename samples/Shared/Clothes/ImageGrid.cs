using ModelGen.Data;

namespace Samples;

/// <summary>Small images in rows and columns, as one picture.</summary>
/// <param name="rows">How many rows of images.</param>
/// <param name="columns">How many in a row.</param>
/// <param name="gap">Pixels between images.</param>
internal sealed class ImageGrid(int rows, int columns, int gap = 2)
{
    /// <summary>Pixels along an edge of an image.</summary>
    public const int Side = 28;

    private readonly int _height = (rows * (Side + gap)) - gap, _width = (columns * (Side + gap)) - gap;
    private readonly byte[] _pixels = Blank(3 * ((rows * (Side + gap)) - gap) * ((columns * (Side + gap)) - gap));

    /// <summary>Puts a grey image in its place.</summary>
    /// <param name="row">From 0, the uppermost.</param>
    /// <param name="column">From 0, the leftmost.</param>
    /// <param name="image">28 · 28 numbers from 0, black, to 1, white.</param>
    public void Set(int row, int column, ReadOnlySpan<float> image)
    {
        for (int channel = 0; channel < 3; channel++) Set(channel, row, column, image);
    }

    /// <summary>Puts an image with signs in its place: red where it is above 0, blue where it is below, white at 0.</summary>
    /// <param name="row">From 0, the uppermost.</param>
    /// <param name="column">From 0, the leftmost.</param>
    /// <param name="image">28 · 28 numbers; the largest in absolute value has the full colour.</param>
    public void SetSigned(int row, int column, ReadOnlySpan<float> image)
    {
        float most = 1e-30f;
        foreach (float number in image) most = Math.Max(most, Math.Abs(number));
        float[] red = new float[image.Length], green = new float[image.Length], blue = new float[image.Length];
        for (int i = 0; i < image.Length; i++)
        {
            float share = image[i] / most;
            (red[i], green[i], blue[i]) = (1 + Math.Min(share, 0), 1 - Math.Abs(share), 1 - Math.Max(share, 0));
        }

        Set(0, row, column, red);
        Set(1, row, column, green);
        Set(2, row, column, blue);
    }

    /// <summary>Writes the picture as PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="enlarge">How often each pixel is repeated in both directions.</param>
    public void Save(string path, int enlarge = 2) => new ByteImage(3, _height, _width, _pixels).Enlarge(enlarge).WritePng(path);

    private void Set(int channel, int row, int column, ReadOnlySpan<float> image)
    {
        for (int i = 0; i < Side * Side; i++)
        {
            int y = (row * (Side + gap)) + (i / Side), x = (column * (Side + gap)) + (i % Side);
            _pixels[(((channel * _height) + y) * _width) + x] = (byte)Math.Clamp((int)(image[i] * 255.5f), 0, 255);
        }
    }

    private static byte[] Blank(int length)
    {
        byte[] pixels = new byte[length];
        Array.Fill(pixels, (byte)255);
        return pixels;
    }
}
