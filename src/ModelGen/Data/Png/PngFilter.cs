namespace ModelGen.Data.Png;

/// <summary>Undoes the prediction of bytes from their neighbours: https://www.w3.org/TR/png-3/#9Filters.</summary>
internal static class PngFilter
{
    private const int None = 0, Sub = 1, Up = 2, Average = 3, Paeth = 4;

    /// <summary>The highest number of a filter.</summary>
    public const int Last = Paeth;

    /// <summary>Undoes the filter of a row.</summary>
    /// <param name="filter">Its filter, at most <see cref="Last"/>.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above, or zeros.</param>
    /// <param name="distance">How far to the left the same byte of the neighbour is.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        if (filter == None)
            return;
        for (int i = 0; i < row.Length; i++)
        {
            bool hasLeft = i >= distance;
            int left = hasLeft ? row[i - distance] : 0, up = above[i];
            int predicted = filter switch
            {
                Sub => left,
                Up => up,
                Average => (left + up) / 2,
                _ => PaethOf(left, up, hasLeft ? above[i - distance] : 0),
            };
            row[i] = unchecked((byte)(row[i] + predicted));
        }
    }

    private static int PaethOf(int left, int up, int corner)
    {
        int estimate = left + up - corner;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
