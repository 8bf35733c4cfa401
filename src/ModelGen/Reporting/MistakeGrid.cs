using System.Security;
using System.Text;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Reporting;

/// <summary>
/// A picture of images that a model took for another class: an SVG file with the images in it, which any browser shows. Each stands
/// above its class and the class chosen.
/// </summary>
/// <example><code>MistakeGrid.Save("mistakes.svg", test, Mistake.Of(model, test));</code></example>
public static class MistakeGrid
{
    private const int Gap = 16, Header = 40, LineHeight = 15, FontSize = 12, SmallestImage = 100;
    private const string Background = "#ffffff", Ink = "#1f2328", Wrong = "#b3261e", Border = "#d0d7de";

    /// <summary>Writes the picture.</summary>
    /// <param name="path">The file, by custom ending in <c>.svg</c>; replaced if it exists, unchanged if writing fails.</param>
    /// <param name="data">The images: [height, width], or [channels, height, width] with 1 to 4 channels.</param>
    /// <param name="mistakes">Which ones to show, in their order.</param>
    /// <param name="count">The most images to show; at least 1.</param>
    /// <param name="columns">How many images stand in a row; at least 1.</param>
    /// <exception cref="ArgumentException">A mistake is not one of this dataset.</exception>
    /// <exception cref="InvalidOperationException">The samples are no images.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is read-only.</exception>
    public static void Save(string path, Dataset<int> data, IReadOnlyList<Mistake> mistakes, int count = 64, int columns = 8)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string svg = ToSvg(data, mistakes, count, columns);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(svg)));
    }

    /// <summary>The text of the picture.</summary>
    /// <param name="data">The images: [height, width], or [channels, height, width] with 1 to 4 channels.</param>
    /// <param name="mistakes">Which ones to show, in their order.</param>
    /// <param name="count">The most images to show; at least 1.</param>
    /// <param name="columns">How many images stand in a row; at least 1.</param>
    /// <returns>An SVG document, lines separated by \n.</returns>
    /// <exception cref="ArgumentException">A mistake is not one of this dataset.</exception>
    /// <exception cref="InvalidOperationException">The samples are no images.</exception>
    public static string ToSvg(Dataset<int> data, IReadOnlyList<Mistake> mistakes, int count = 64, int columns = 8)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(mistakes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ImageShape shape = ImageShape.Of(data.InputShape, "A picture of mistakes");
        Cell[] cells = [.. mistakes.Take(count).Select(mistake => CellOf(data, mistake))];

        int factor = Math.Max(1, (SmallestImage + Math.Min(shape.Width, shape.Height) - 1) / Math.Min(shape.Width, shape.Height));
        (int width, int height) = (factor * shape.Width, factor * shape.Height);
        int cellWidth =
            Math.Max(width, cells.Select(cell => Math.Max(TextWidth(cell.Actual), TextWidth(cell.Predicted))).DefaultIfEmpty(0).Max())
            + Gap;
        int cellHeight = height + (2 * LineHeight) + Gap + 4,
            rows = (cells.Length + columns - 1) / columns;

        string title =
            $"{mistakes.Count} of {data.Count} taken for another class"
            + (cells.Length < mistakes.Count ? $"; {cells.Length} of them" : "");
        int pageWidth = Math.Max(Math.Min(columns, Math.Max(1, cells.Length)) * cellWidth, TextWidth(title) * 5 / 4) + Gap;
        StringBuilder svg = new();
        svg.Append(
                $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{pageWidth}\" height=\"{Header + (rows * cellHeight) + Gap}\" "
                    + $"font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif\" font-size=\"{FontSize}\" text-anchor=\"middle\">\n"
            )
            .Append($"<rect width=\"100%\" height=\"100%\" fill=\"{Background}\"/>\n")
            .Append(
                $"<text x=\"{Gap}\" y=\"26\" font-size=\"15\" font-weight=\"bold\" text-anchor=\"start\" fill=\"{Ink}\">{title}</text>\n");
        for (int i = 0; i < cells.Length; i++)
        {
            int center = (Gap / 2) + (i % columns * cellWidth) + (cellWidth / 2), top = Header + (i / columns * cellHeight);
            AppendCell(svg, cells[i], center, top, width, height, factor);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendCell(StringBuilder svg, Cell cell, int center, int top, int width, int height, int factor)
    {
        string png = Convert.ToBase64String(cell.Image.Enlarge(factor).ToPng());
        int left = center - (width / 2), text = top + height + LineHeight;
        svg.Append($"<g><title>{cell.Hint}</title>")
            .Append($"<image x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" href=\"data:image/png;base64,{png}\"/>")
            .Append($"<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"{Border}\"/>")
            .Append($"<text x=\"{center}\" y=\"{text}\" fill=\"{Ink}\">{Escape(cell.Actual)}</text>")
            .Append($"<text x=\"{center}\" y=\"{text + LineHeight}\" fill=\"{Wrong}\">{Escape(cell.Predicted)}</text></g>\n");
    }

    private static Cell CellOf(Dataset<int> data, Mistake mistake)
    {
        if ((uint)mistake.Index >= (uint)data.Count)
            throw new ArgumentException($"A mistake is at position {mistake.Index}; the dataset has {data.Count} samples.", "mistakes");
        string actual = "is " + Name(data, mistake.Actual), predicted = "seen as " + Name(data, mistake.Predicted);
        string hint = Escape($"Sample {mistake.Index} {actual}, {predicted} by a margin of {Numbers.Format(mistake.Margin, "0.##")}");
        return new Cell(data.Image(mistake.Index), actual, predicted, hint);
    }

    private static string Name(Dataset<int> data, int label) =>
        data.ClassNames is { } names && (uint)label < (uint)names.Count ? names[label] : Numbers.Format(label);

    // An estimate, as fonts differ; characters from Hangul on are about twice as wide as Latin ones.
    private static int TextWidth(string text) => text.Sum(character => character < '\u1100' ? FontSize * 3 / 5 : FontSize);

    // A document may not hold control characters, not even escaped.
    private static string Escape(string text) =>
        SecurityElement.Escape(string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)));

    private sealed record Cell(ByteImage Image, string Actual, string Predicted, string Hint);
}
