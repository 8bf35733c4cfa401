using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Metrics;

/// <summary>Prints a <see cref="ConfusionMatrix"/> with aligned columns.</summary>
internal static class ConfusionTable
{
    private const string Corner = "actual \\ predicted", Gap = "  ";

    public static string Print(ConfusionMatrix matrix, int room)
    {
        int[] classes = [.. Enumerable.Range(0, matrix.ClassCount)];
        string[] names = [.. matrix.ClassNames.Select(ClassLabel.Of)];
        List<string[]> rows = [[Corner, .. names, "precision", "recall"]];
        foreach (int actual in classes)
        {
            rows.Add([
                names[actual],
                .. classes.Select(predicted => matrix[actual, predicted] is long count and > 0 ? Numbers.Format(count) : "."),
                Percent(matrix.Precision(actual)), Percent(matrix.Recall(actual))]);
        }

        StringBuilder text = new();
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        widths.AsSpan(1, classes.Length).Fill(widths[1..^2].Max()); // A diagonal is easier to see at an even distance.
        for (int first = 1; first < widths.Length;)
        {
            int end = EndOfPart(widths, first, room);
            if (first > 1)
                text.Append('\n');
            foreach (string[] row in rows)
                AppendRow(text, row, widths, first, end);
            first = end;
        }

        text.Append($"accuracy {Percent(matrix.Accuracy)}: {Numbers.Format(matrix.Correct)} of {Numbers.Format(matrix.Total)}");
        return text.ToString();
    }

    // The columns from the first on that stand beside each other behind the names: as many as have room, at least one.
    private static int EndOfPart(int[] widths, int first, int room)
    {
        int end = first, width = widths[0];
        while (end < widths.Length && (end == first || room == 0 || width + Gap.Length + widths[end] <= room))
            width += Gap.Length + widths[end++];
        return end;
    }

    private static void AppendRow(StringBuilder text, string[] row, int[] widths, int first, int end)
    {
        text.Append(row[0].PadRight(widths[0]));
        for (int column = first; column < end; column++)
            text.Append(Gap).Append(row[column].PadLeft(widths[column]));
        text.Append('\n');
    }

    public static string Percent(double share) => double.IsNaN(share) ? "-" : Numbers.Format(100 * share, "0.0") + "%";
}
