using System.Globalization;
using System.Text;

namespace OptimizerRace;

/// <summary>A map of the loss with the paths of all optimizers, one small map for each, as SVG.</summary>
internal static class RacePicture
{
    private const int Size = 260, Gap = 16, Columns = 4, Caption = 22;
    private const double From = -2.6, To = 2.6;
    private static readonly double[] s_levels = [0.25, 1, 3, 8, 16, 30, 50, 80];

    public static string ToSvg(List<(string Name, List<(float X, float Y)> Path)> paths, (float X, float Y) goal)
    {
        int rows = (paths.Count + Columns - 1) / Columns;
        int width = (Columns * (Size + Gap)) + Gap, height = (rows * (Size + Caption + Gap)) + Gap;
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\n")
            .Append("<style>svg { background: #fff; font: 14px sans-serif } .level { fill: none; stroke: #b8c4d0 } ")
            .Append(".path { fill: none; stroke: #c1440e; stroke-width: 1.6 } .map { fill: #f6f8fa }</style>\n");
        for (int i = 0; i < paths.Count; i++)
        {
            int left = Gap + (i % Columns * (Size + Gap)), top = Gap + (i / Columns * (Size + Caption + Gap));
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left}\" y=\"{top + 14}\">{paths[i].Name}</text>\n")
                .Append(CultureInfo.InvariantCulture, $"<svg x=\"{left}\" y=\"{top + Caption}\" width=\"{Size}\" height=\"{Size}\">")
                .Append(CultureInfo.InvariantCulture, $"<rect class=\"map\" width=\"{Size}\" height=\"{Size}\"/>\n");
            foreach (double level in s_levels)
            {
                // Of 2·(x − goal)² + 18·(y − goal)², a level is an ellipse.
                double across = Math.Sqrt(level / 2) * Scale, up = Math.Sqrt(level / 18) * Scale;
                svg.Append(CultureInfo.InvariantCulture, $"<ellipse class=\"level\" cx=\"{At(goal.X):0.#}\" ")
                    .Append(CultureInfo.InvariantCulture, $"cy=\"{Size - At(goal.Y):0.#}\" rx=\"{across:0.#}\" ry=\"{up:0.#}\"/>\n");
            }

            IEnumerable<string> points = paths[i].Path.Select(point =>
                string.Create(CultureInfo.InvariantCulture, $"{At(point.X):0.##},{Size - At(point.Y):0.##}"));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"path\" points=\"{string.Join(' ', points)}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<circle cx=\"{At(goal.X):0.#}\" cy=\"{Size - At(goal.Y):0.#}\" r=\"3\"/></svg>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double Scale => Size / (To - From);

    private static double At(double position) => (position - From) * Scale;
}
