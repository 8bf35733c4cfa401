using System.Security;
using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Reporting;

/// <summary>
/// Numbers by epoch as lines: an SVG picture for a page, whose styles give the colours. The vertical axis is logarithmic where the numbers
/// are positive and far apart.
/// </summary>
internal static class LineChart
{
    private const int Width = 640, Height = 260, Left = 64, Right = 16, Top = 16, Bottom = 36, Dots = 40;
    private const double LogarithmicFrom = 50;

    public static string ToSvg(IReadOnlyList<ChartSeries> series)
    {
        double[] finite = [.. series.SelectMany(line => line.Values).Where(double.IsFinite)];
        int epochs = series.Max(line => line.Values.Count);
        (double least, double most) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        ChartAxis vertical =
            least > 0 && most / least > LogarithmicFrom ? ChartAxis.Logarithmic(least, most) : ChartAxis.Linear(least, most);
        ChartAxis horizontal = ChartAxis.Whole(1, Math.Max(2, epochs));

        double X(double epoch) => Left + (horizontal.Place(epoch) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - (vertical.Place(value) * (Height - Top - Bottom));
        StringBuilder svg = new($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" class=\"chart\">\n");
        foreach (double tick in vertical.Ticks)
        {
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Pixel(Y(tick))}\" y2=\"{Pixel(Y(tick))}\"/>")
                .Append($"<text x=\"{Left - 8}\" y=\"{Pixel(Y(tick) + 4)}\" text-anchor=\"end\">{Number(tick)}</text>\n");
        }

        foreach (double tick in horizontal.Ticks)
            svg.Append($"<text x=\"{Pixel(X(tick))}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Number(tick)}</text>\n");
        svg.Append($"<text x=\"{(Width + Left - Right) / 2}\" y=\"{Height - 2}\" text-anchor=\"middle\">epoch</text>\n");
        foreach (ChartSeries line in series)
            AppendLine(svg, line, X, Y);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>A number for people: at most four digits.</summary>
    public static string Number(double value) => Numbers.Format(value, Math.Abs(value) is (>= 1e-3 and < 1e6) or 0 ? "0.####" : "0.##e+0");

    private static void AppendLine(StringBuilder svg, ChartSeries series, Func<double, double> x, Func<double, double> y)
    {
        svg.Append($"<path class=\"line s{series.Style}\" d=\"");
        bool open = false;
        for (int i = 0; i < series.Values.Count; i++)
        {
            bool finite = double.IsFinite(series.Values[i]);
            if (finite)
                svg.Append(open ? 'L' : 'M').Append(Pixel(x(i + 1))).Append(' ').Append(Pixel(y(series.Values[i])));
            open = finite;
        }

        svg.Append("\"/>\n");
        int every = Math.Max(1, (series.Values.Count + Dots - 1) / Dots);
        for (int i = 0; i < series.Values.Count; i++)
        {
            if (double.IsFinite(series.Values[i]) && (i % every == 0 || i == series.Values.Count - 1))
            {
                svg.Append($"<circle class=\"dot s{series.Style}\" cx=\"{Pixel(x(i + 1))}\" cy=\"{Pixel(y(series.Values[i]))}\" r=\"2.5\">")
                    .Append($"<title>{SecurityElement.Escape(series.Name)}, epoch {i + 1}: {Number(series.Values[i])}</title></circle>\n");
            }
        }
    }

    private static string Pixel(double value) => Numbers.Format(value, "0.#");
}
