using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Metrics;

/// <summary>Prints a <see cref="ConfusionMatrix"/> with aligned columns.</summary>
internal static class ConfusionTable
{
    private const string Corner = "actual \\ predicted";

    public static string Print(ConfusionMatrix matrix)
    {
        int[] classes = [.. Enumerable.Range(0, matrix.ClassCount)];
        List<string[]> rows = [[Corner, .. matrix.ClassNames, "precision", "recall"]];
        foreach (int actual in classes)
        {
            rows.Add([
                matrix.ClassNames[actual],
                .. classes.Select(predicted => matrix[actual, predicted] is long count and > 0 ? Numbers.Format(count) : "."),
                Percent(matrix.Precision(actual)), Percent(matrix.Recall(actual))]);
        }

        StringBuilder text = new();
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        widths.AsSpan(1, classes.Length).Fill(widths[1..^2].Max()); // A diagonal is easier to see at an even distance.
        foreach (string[] row in rows)
            AppendRow(text, row, widths);
        text.Append($"accuracy {Percent(matrix.Accuracy)}: {Numbers.Format(matrix.Correct)} of {Numbers.Format(matrix.Total)}");
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string[] row, int[] widths)
    {
        text.Append(row[0].PadRight(widths[0]));
        for (int column = 1; column < row.Length; column++)
            text.Append("  ").Append(row[column].PadLeft(widths[column]));
        text.Append('\n');
    }

    public static string Percent(double share) => double.IsNaN(share) ? "-" : Numbers.Format(100 * share, "0.0") + "%";
}
