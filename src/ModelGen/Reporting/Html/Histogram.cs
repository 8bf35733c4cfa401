using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Reporting;

/// <summary>How often numbers occur, in bins of equal width: an SVG picture for a page, whose styles give the colours.</summary>
internal static class Histogram
{
    private const int Bins = 40, Width = 240, Height = 120, Bottom = 20;

    public static string ToSvg(ReadOnlySpan<float> values)
    {
        (float least, float most, int finite) = (float.PositiveInfinity, float.NegativeInfinity, 0);
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            (least, most, finite) = (Math.Min(least, value), Math.Max(most, value), finite + 1);
        }

        if (finite == 0) (least, most) = (0, 1);
        if (least == most) (least, most) = (least - 0.5f, most + 0.5f);
        int[] counts = new int[Bins];
        double width = ((double)most - least) / Bins;
        foreach (float value in values)
        {
            if (float.IsFinite(value)) counts[Math.Min(Bins - 1, (int)((value - (double)least) / width))]++;
        }

        int highest = Math.Max(1, counts.Max());
        StringBuilder svg = new($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" class=\"chart\">\n");
        for (int bin = 0; bin < Bins; bin++)
        {
            if (counts[bin] == 0) continue;
            double height = (Height - Bottom) * counts[bin] / (double)highest, step = (double)Width / Bins;
            svg.Append($"<rect class=\"bar\" x=\"{Pixel(bin * step)}\" y=\"{Pixel(Height - Bottom - height)}\" ")
                .Append($"width=\"{Pixel(step - 1)}\" height=\"{Pixel(height)}\"><title>{LineChart.Number(least + (bin * width))} to ")
                .Append($"{LineChart.Number(least + ((bin + 1) * width))}: {counts[bin]} of {values.Length}</title></rect>\n");
        }

        svg.Append($"<text x=\"0\" y=\"{Height - 4}\">{Short(least)}</text>")
            .Append($"<text x=\"{Width}\" y=\"{Height - 4}\" text-anchor=\"end\">{Short(most)}</text>\n");
        if (least < 0 && most > 0)
        {
            string zero = Pixel(-least / ((double)most - least) * Width);
            svg.Append($"<line class=\"grid\" x1=\"{zero}\" x2=\"{zero}\" y1=\"0\" y2=\"{Height - Bottom}\"/>\n");
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Short(double value) => Numbers.Format(value, Math.Abs(value) is (>= 1e-3 and < 1e6) or 0 ? "0.###" : "0.#e+0");

    private static string Pixel(double value) => Numbers.Format(value, "0.##");
}
