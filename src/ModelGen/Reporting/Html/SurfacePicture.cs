using System.Text;
using ModelGen.Analysis;
using ModelGen.Runtime;

namespace ModelGen.Reporting;

/// <summary>A loss surface as a map: a square for each point of the grid, the darker the larger the loss, on a logarithmic scale.</summary>
internal static class SurfacePicture
{
    private const int Size = 420, Left = 48, Top = 12, Bottom = 36, Key = 84;

    public static string ToSvg(LossSurface surface)
    {
        int points = surface.Positions.Count;
        double[] losses = [.. Enumerable.Range(0, points * points).Select(i => surface[i / points, i % points])];
        double[] finite = [.. losses.Where(double.IsFinite)];
        (double least, double most) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        double cell = (double)Size / points;
        StringBuilder svg = new(
            $"<svg viewBox=\"0 0 {Left + Size + Key} {Top + Size + Bottom}\" role=\"img\" class=\"chart surface\">\n");
        for (int i = 0; i < losses.Length; i++)
        {
            (int first, int second) = (i / points, i % points);
            string text = double.IsFinite(losses[i]) ? LineChart.Number(losses[i]) : "no number";
            string fill = double.IsFinite(losses[i])
                ? $"rgba(var(--cell), {Numbers.Format(0.04 + (0.92 * Level(losses[i], least, most)), "0.###")})"
                : "var(--wrong)";
            svg.Append($"<rect x=\"{Pixel(Left + (first * cell))}\" y=\"{Pixel(Top + Size - ((second + 1) * cell))}\" ")
                .Append($"width=\"{Pixel(cell + 0.5)}\" height=\"{Pixel(cell + 0.5)}\" style=\"fill: {fill}\">")
                .Append($"<title>{At(surface.Positions[first])}, {At(surface.Positions[second])}: {text}</title></rect>\n");
        }

        double middle = Size / 2.0;
        svg.Append($"<circle class=\"dot s1\" cx=\"{Pixel(Left + middle)}\" cy=\"{Pixel(Top + middle)}\" r=\"4\">")
            .Append($"<title>the model: {LineChart.Number(surface[points / 2, points / 2])}</title></circle>\n");
        foreach (int point in (int[])[0, points / 2, points - 1])
        {
            double along = (point + 0.5) * cell;
            string tick = At(surface.Positions[point]);
            svg.Append($"<text x=\"{Pixel(Left + along)}\" y=\"{Top + Size + 16}\" text-anchor=\"middle\">{tick}</text>")
                .Append($"<text x=\"{Left - 6}\" y=\"{Pixel(Top + Size - along + 4)}\" text-anchor=\"end\">{tick}</text>\n");
        }

        svg.Append($"<text x=\"{Pixel(Left + middle)}\" y=\"{Top + Size + 32}\" text-anchor=\"middle\">along the first direction</text>\n");
        AppendKey(svg, least, most);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>From 0 to 1: the logarithm of how far a loss is above the least one, so that the valley shows beside high walls.</summary>
    private static double Level(double loss, double least, double most)
    {
        double range = most - least;
        return range <= 0 ? 0 : Math.Log(1 + (99 * (loss - least) / range)) / Math.Log(100);
    }

    private static void AppendKey(StringBuilder svg, double least, double most)
    {
        const int Steps = 20, Width = 14;
        int left = Left + Size + 12;
        for (int i = 0; i < Steps; i++)
        {
            string opacity = Numbers.Format(0.04 + (0.92 * (i + 0.5) / Steps), "0.###");
            svg.Append($"<rect x=\"{left}\" y=\"{Pixel(Top + Size - ((i + 1) * (double)Size / Steps))}\" width=\"{Width}\" ")
                .Append($"height=\"{Pixel(((double)Size / Steps) + 0.5)}\" style=\"fill: rgba(var(--cell), {opacity})\"/>\n");
        }

        foreach (double level in (double[])[0, 0.5, 1])
        {
            double loss = least + ((Math.Pow(100, level) - 1) / 99 * (most - least));
            double y = Top + Size - (level * Size) + (level == 1 ? 10 : level == 0 ? 0 : 4);
            svg.Append($"<text x=\"{left + Width + 4}\" y=\"{Pixel(y)}\">{LineChart.Number(loss)}</text>\n");
        }
    }

    private static string At(double position) => LineChart.Number(Math.Round(position, 4));

    private static string Pixel(double value) => Numbers.Format(value, "0.##");
}
