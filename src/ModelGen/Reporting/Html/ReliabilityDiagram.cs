using System.Text;
using ModelGen.Metrics;
using ModelGen.Runtime;

namespace ModelGen.Reporting;

/// <summary>
/// A calibration plot: for each bin of confidence a bar as high as the share that is right, and the diagonal on which both agree. The
/// opacity of a bar says how many samples it stands for.
/// </summary>
internal static class ReliabilityDiagram
{
    private const int Size = 300, Left = 48, Top = 12, Right = 12, Bottom = 36;

    public static string ToSvg(IReadOnlyList<CalibrationError.Bin> bins)
    {
        int most = Math.Max(1, bins.Max(bin => bin.Samples));
        StringBuilder svg = new(
            $"<svg viewBox=\"0 0 {Left + Size + Right} {Top + Size + Bottom}\" role=\"img\" class=\"chart surface\">\n");
        foreach (double tick in (double[])[0, 0.25, 0.5, 0.75, 1])
        {
            double y = Top + (Size * (1 - tick)), x = Left + (Size * tick);
            svg.Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Left + Size}\" y1=\"{Pixel(y)}\" y2=\"{Pixel(y)}\"/>")
                .Append($"<text x=\"{Left - 6}\" y=\"{Pixel(y + 4)}\" text-anchor=\"end\">{LineChart.Number(tick)}</text>")
                .Append($"<text x=\"{Pixel(x)}\" y=\"{Top + Size + 16}\" text-anchor=\"middle\">{LineChart.Number(tick)}</text>\n");
        }

        double width = (double)Size / bins.Count;
        for (int i = 0; i < bins.Count; i++)
        {
            if (bins[i].Samples == 0) continue;
            double height = bins[i].Accuracy * Size;
            string opacity = Numbers.Format(0.25 + (0.65 * bins[i].Samples / most), "0.##");
            svg.Append($"<rect x=\"{Pixel(Left + (i * width) + 1)}\" y=\"{Pixel(Top + Size - height)}\" width=\"{Pixel(width - 2)}\" ")
                .Append($"height=\"{Pixel(height)}\" style=\"fill: rgba(var(--cell), {opacity})\"><title>{bins[i].Samples} samples, ")
                .Append($"confidence {LineChart.Number(bins[i].Confidence)}, right {LineChart.Number(bins[i].Accuracy)}</title></rect>\n");
        }

        return svg.Append($"<path class=\"line s1\" d=\"M{Left} {Top + Size}L{Left + Size} {Top}\"/>\n")
            .Append($"<text x=\"{Left + (Size / 2)}\" y=\"{Top + Size + 32}\" text-anchor=\"middle\">confidence</text></svg>\n").ToString();
    }

    private static string Pixel(double value) => Numbers.Format(value, "0.##");
}
