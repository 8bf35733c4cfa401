namespace ModelGen.Data.Png;

/// <summary>Which pixels one pass over the image holds: columns X, X + StepX, … of rows Y, Y + StepY, ….</summary>
internal readonly record struct PngPass(int X, int Y, int StepX, int StepY)
{
    private static readonly PngPass[] s_whole = [new(0, 0, 1, 1)];

    // https://www.w3.org/TR/png-3/#8Interlace
    private static readonly PngPass[] s_adam7 =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    /// <summary>The passes of an image, those without a pixel left out.</summary>
    public static IEnumerable<PngPass> Of(PngHeader header) =>
        (header.IsInterlaced ? s_adam7 : s_whole).Where(pass => pass.X < header.Width && pass.Y < header.Height);

    public int Columns(PngHeader header) => (header.Width - X + StepX - 1) / StepX;

    public int Rows(PngHeader header) => (header.Height - Y + StepY - 1) / StepY;

    /// <summary>How many bytes the pass has, with one in front of each row for its filter.</summary>
    public long Bytes(PngHeader header) => (1L + header.RowBytes(Columns(header))) * Rows(header);
}
