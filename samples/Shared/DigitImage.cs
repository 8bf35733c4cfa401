namespace Digits;

/// <summary>Pictures of a digit become what the network was trained on.</summary>
/// <remarks>
/// The training data are 8×8 cells of ink: the digit fills the height, stands in the middle and is at most about six cells wide, and
/// its strokes are more than a cell thick. So a digit may be anywhere in a picture, of any size, dark on light or light on dark.
/// </remarks>
public static class DigitImage
{
    /// <summary>The most pixels along an edge of a picture.</summary>
    public const int MaxSide = 4096;

    private const int Side = 8, LeastContrast = 40;
    private const float MostColumns = 6.5f, Ink = 19.4f;

    /// <summary>Finds the digit and writes its 64 cells, row by row, each from 0 to 1.</summary>
    /// <param name="gray">The brightness of each pixel, row by row.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="cells">64 numbers.</param>
    /// <returns>Whether there is anything in the picture.</returns>
    /// <exception cref="ArgumentException">A size is not from 1 to <see cref="MaxSide"/>, or does not fit the pixels.</exception>
    public static bool TryNormalize(ReadOnlySpan<byte> gray, int width, int height, Span<float> cells)
    {
        if (width is < 1 or > MaxSide || height is < 1 or > MaxSide)
            throw new ArgumentException($"A picture has 1 to {MaxSide} pixels along each edge; this one has {width}×{height}.");
        if (gray.Length != width * height)
            throw new ArgumentException($"A picture of {width}×{height} has {width * height} pixels; {gray.Length} were given.");

        byte[] ink = InkOf(gray, width, height);
        if (Box(ink, width, height) is not var (left, top, right, bottom)) return false;

        // The height becomes eight cells. A wide digit is squeezed, a narrow one stays narrow.
        float cellHeight = (bottom - top) / (float)Side;
        float cellWidth = Math.Max(cellHeight, (right - left) / MostColumns);
        float start = ((left + right) / 2f) - (Side / 2 * cellWidth);
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
            {
                (float y, float x) = (top + (row * cellHeight), start + (column * cellWidth));
                cells[(row * Side) + column] = Mean(ink, width, height, x, x + cellWidth, y, y + cellHeight);
            }
        }

        Thicken(cells[..(Side * Side)]);
        return true;
    }

    /// <summary>How far each pixel is from the background, which is what the edge of the picture shows.</summary>
    private static byte[] InkOf(ReadOnlySpan<byte> gray, int width, int height)
    {
        int[] counts = new int[256];
        foreach (byte pixel in gray[..width]) counts[pixel]++;
        foreach (byte pixel in gray[^width..]) counts[pixel]++;
        for (int row = 0; row < gray.Length; row += width)
        {
            counts[gray[row]]++;
            counts[gray[row + width - 1]]++;
        }

        // The median: as many pixels of the edge are darker as are lighter.
        int background = 0;
        for (int seen = counts[0]; seen < width + height; seen += counts[background]) background++;
        byte[] ink = new byte[gray.Length];
        for (int i = 0; i < ink.Length; i++) ink[i] = (byte)Math.Abs(gray[i] - background);
        return ink;
    }

    private static (int Left, int Top, int Right, int Bottom)? Box(ReadOnlySpan<byte> ink, int width, int height)
    {
        int most = 0;
        foreach (byte value in ink) most = Math.Max(most, value);
        if (most < LeastContrast) return null;

        (int left, int top, int right, int bottom) = (width, height, 0, 0);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> row = ink.Slice(y * width, width);
            int first = row.IndexOfAnyInRange((byte)(most / 3), byte.MaxValue);
            if (first < 0) continue;
            left = Math.Min(left, first);
            right = Math.Max(right, row.LastIndexOfAnyInRange((byte)(most / 3), byte.MaxValue) + 1);
            top = Math.Min(top, y);
            bottom = y + 1;
        }

        return (left, top, right, bottom);
    }

    /// <summary>The mean ink of a rectangle whose edges may lie within pixels, from 0 to 1. Outside of the picture is none.</summary>
    private static float Mean(byte[] ink, int width, int height, float left, float right, float top, float bottom)
    {
        float sum = 0;
        for (int y = Math.Max(0, (int)MathF.Floor(top)); y < Math.Min(height, (int)MathF.Ceiling(bottom)); y++)
        {
            float rowSum = 0;
            for (int x = Math.Max(0, (int)MathF.Floor(left)); x < Math.Min(width, (int)MathF.Ceiling(right)); x++)
                rowSum += ink[(y * width) + x] * (Math.Min(right, x + 1) - Math.Max(left, x));
            sum += rowSum * (Math.Min(bottom, y + 1) - Math.Max(top, y));
        }

        return sum / (255 * (right - left) * (bottom - top));
    }

    /// <summary>Pale and thin strokes get as much ink as the training data have on average.</summary>
    private static void Thicken(Span<float> cells)
    {
        for (int i = 0; i < 8; i++)
        {
            float sum = 0;
            foreach (float cell in cells) sum += cell;
            if (sum is 0 or >= Ink) return;
            for (int cell = 0; cell < cells.Length; cell++) cells[cell] = Math.Min(1, cells[cell] * (Ink / sum));
        }
    }
}
