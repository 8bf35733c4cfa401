using ModelGen.Data;
using Samples;

namespace Autoencoders;

/// <summary>The points of images in the plane: the means of their codes.</summary>
internal sealed class Codes
{
    /// <summary>Pictures show the square from −Extent to Extent; of standard normal codes, all but 0.5 % lie in it.</summary>
    public const float Extent = 3;

    private const int Classes = 10;

    /// <summary>A colour for each class: ten that are told apart well.</summary>
    private static readonly (byte Red, byte Green, byte Blue)[] s_colors =
    [
        (31, 119, 180), (255, 127, 14), (44, 160, 44), (214, 39, 40), (148, 103, 189),
        (140, 86, 75), (227, 119, 194), (127, 127, 127), (188, 189, 34), (23, 190, 207),
    ];

    private readonly (float X, float Y)[] _points;
    private readonly int[] _labels;

    private Codes((float X, float Y)[] points, int[] labels) => (_points, _labels) = (points, labels);

    public static Codes Of(Vae model, Dataset<int> images)
    {
        float[] moments = new float[images.Count * Vae.MomentsOutputSize];
        model.Predict(images.Inputs, new float[images.Count * Vae.OutputSize], moments);
        return new Codes([.. moments.Chunk(Vae.MomentsOutputSize).Select(one => (one[0], one[1]))], images.Targets.ToArray());
    }

    /// <summary>The share of other codes that lie nearer to the mean of their own class than to that of another.</summary>
    public double Nearest(Codes others)
    {
        (int Label, float X, float Y)[] means = [.. _points.Zip(_labels).GroupBy(one => one.Second)
            .Select(own => (own.Key, own.Average(one => one.First.X), own.Average(one => one.First.Y)))];
        return others._points.Zip(others._labels).Count(one =>
            means.MinBy(mean => MathF.Pow(mean.X - one.First.X, 2) + MathF.Pow(mean.Y - one.First.Y, 2)).Label == one.Second)
            / (double)others._points.Length;
    }

    /// <summary>Draws the points in the colours of their classes, and an image of each class in a frame of its colour.</summary>
    public void Save(string path, Dataset<int> images)
    {
        const int Cell = 56, Size = Classes * Cell;
        byte[] pixels = new byte[3 * Size * (Size + Cell)];
        Array.Fill(pixels, (byte)255);
        for (int i = 0; i < _points.Length; i++)
        {
            int x = (int)((_points[i].X + Extent) / (2 * Extent) * Size), y = (int)((Extent - _points[i].Y) / (2 * Extent) * Size);
            for (int dot = 0; dot < 4; dot++) if (x is >= 0 and < Size - 1) Paint(x + (dot % 2), y + (dot / 2), s_colors[_labels[i]]);
        }

        for (int label = 0; label < Classes; label++)
        {
            int example = Array.IndexOf(_labels, label);
            for (int i = 0; i < Cell * Cell; i++)
            {
                int x = i % Cell, y = i / Cell, column = x - (Cell / 4), row = y - (Cell / 4);
                bool inside = column is >= 0 and < ImageGrid.Side && row is >= 0 and < ImageGrid.Side;
                byte gray = inside && example >= 0 ? images.Image(example)[0, row, column] : (byte)0;
                Paint(Size + x, (label * Cell) + y, inside ? (gray, gray, gray) : s_colors[label]);
            }
        }

        new ByteImage(3, Size, Size + Cell, pixels).WritePng(path);

        void Paint(int x, int y, (byte Red, byte Green, byte Blue) color)
        {
            if (x < 0 || x >= Size + Cell || y < 0 || y >= Size) return;
            int at = (y * (Size + Cell)) + x, plane = Size * (Size + Cell);
            (pixels[at], pixels[at + plane], pixels[at + (2 * plane)]) = (color.Red, color.Green, color.Blue);
        }
    }
}
