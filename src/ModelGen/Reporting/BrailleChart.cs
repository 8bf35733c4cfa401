using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Reporting;

/// <summary>A curve of a chart: one number an epoch, NaN where there is none.</summary>
internal sealed record ChartCurve(string Name, IReadOnlyList<double> Values);

/// <summary>
/// One or two curves over epochs as text, drawn with braille characters: each has two columns and four rows of dots. The second curve is
/// dotted. Above are the names and the last numbers, at the left the largest and the smallest number, below the first and the last epoch.
/// </summary>
internal static class BrailleChart
{
    /// <summary>Lines besides those of the curves.</summary>
    public const int LinesAround = 2;

    /// <summary>The least columns of a chart that shows its numbers.</summary>
    public const int LeastColumns = 40;

    private const int LabelWidth = 10, DotColumns = 2, DotRows = 4;
    private const char Empty = '\u2800';
    private const string Axis = " ┤", Line = " │";

    // The bit of each dot in a braille character, by row and column.
    private static readonly int[,] Dots = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>Draws a chart.</summary>
    /// <param name="curves">One or two of equal length.</param>
    /// <param name="columns">How long a line may be, at least <see cref="LeastColumns"/>.</param>
    /// <param name="rows">How many lines the curves have, at least 2; <see cref="LinesAround"/> come in addition.</param>
    /// <returns>The lines, none longer than <paramref name="columns"/>; none at all if there are less than two epochs or no finite
    /// number.</returns>
    public static IReadOnlyList<string> Draw(IReadOnlyList<ChartCurve> curves, int columns, int rows)
    {
        int epochs = curves.Select(curve => curve.Values.Count).DefaultIfEmpty().Max();
        double[] finite = [.. curves.SelectMany(curve => curve.Values).Where(double.IsFinite)];
        if (epochs < 2 || finite.Length == 0) return [];
        (double least, double most) = (finite.Min(), finite.Max());
        int width = columns - LabelWidth - Axis.Length;
        int[,] cells = new int[rows, width];
        for (int i = 0; i < curves.Count; i++)
            Plot(cells, curves[i].Values, epochs, least, most, dotted: i > 0);
        List<string> lines = [Legend(curves, columns)];
        StringBuilder line = new();
        for (int row = 0; row < rows; row++)
        {
            string label = row == 0 ? Label(most) : row == rows - 1 && least < most ? Label(least) : "";
            line.Append(label.PadLeft(LabelWidth)).Append(label.Length > 0 ? Axis : Line);
            for (int column = 0; column < width; column++) line.Append((char)(Empty + cells[row, column]));
            lines.Add(line.ToString());
            line.Clear();
        }

        string end = Numbers.Format(epochs);
        lines.Add(new string(' ', LabelWidth + Axis.Length) + "1" + end.PadLeft(width - 1));
        return lines;
    }

    /// <summary>Charts beside each other, with equally many lines.</summary>
    /// <param name="left">The lines of the first.</param>
    /// <param name="right">The lines of the second.</param>
    /// <param name="columns">The width of the first and of the gap.</param>
    public static IReadOnlyList<string> Beside(IReadOnlyList<string> left, IReadOnlyList<string> right, int columns) =>
        [.. left.Zip(right, (a, b) => a.PadRight(columns) + b)];

    // In each column of dots all that the curve passes is filled, so that steep curves are lines.
    private static void Plot(int[,] cells, IReadOnlyList<double> values, int epochs, double least, double most, bool dotted)
    {
        int height = cells.GetLength(0) * DotRows, width = cells.GetLength(1) * DotColumns;
        double perEpoch = (width - 1) / (epochs - 1.0);
        for (int i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i])) continue;
            bool ends = i + 1 == values.Count || !double.IsFinite(values[i + 1]);
            int x = Nearest(i * perEpoch), nextX = ends ? x : Nearest((i + 1) * perEpoch);
            double y = Height(values[i]), nextY = ends ? y : Height(values[i + 1]);
            for (int column = x; column <= nextX; column++)
            {
                if (dotted && column % DotColumns != 0) continue;
                int from = Row(column - 0.5), to = Row(column + 0.5);
                for (int row = Math.Min(from, to); row <= Math.Max(from, to); row++)
                    cells[row / DotRows, column / DotColumns] |= Dots[row % DotRows, column % DotColumns];
            }

            int Row(double column)
            {
                double share = nextX == x ? (column < x ? 0 : 1) : Math.Clamp((column - x) / (nextX - x), 0, 1);
                return Nearest((1 - (y + (share * (nextY - y)))) * (height - 1));
            }
        }

        // From 0 to 1; of halves, since the difference of two finite numbers need not be finite.
        double Height(double value) => most == least ? 0.5 : ((value / 2) - (least / 2)) / ((most / 2) - (least / 2));
    }

    private static int Nearest(double value) => (int)Math.Round(value, MidpointRounding.AwayFromZero);

    // The numbers are left out where they have no room, and names end.
    private static string Legend(IReadOnlyList<ChartCurve> curves, int columns)
    {
        string indent = new(' ', LabelWidth + Axis.Length);
        string full = indent + string.Join("   ", curves.Select((curve, i) => $"{Sample(i)} {curve.Name} {Last(curve)}"));
        string line = full.Length <= columns ? full : string.Join("  ", curves.Select((curve, i) => $"{Sample(i)} {curve.Name}"));
        return line.Length <= columns ? line : line[..columns];
    }

    private static string Sample(int curve) => curve == 0 ? "⠒⠒⠒" : "⠂⠂⠂";

    private static string Last(ChartCurve curve) => curve.Values.Count == 0 ? "" : Label(curve.Values[^1]);

    // At most LabelWidth characters.
    private static string Label(double value) =>
        Numbers.Format(value, value == 0 || Math.Abs(value) is >= 1e-3 and < 9999 ? "0.0000" : "0.00e+00");
}
