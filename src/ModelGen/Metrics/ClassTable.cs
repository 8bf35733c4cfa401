using System.Text;
using ModelGen.Runtime;

namespace ModelGen.Metrics;

/// <summary>Prints what a <see cref="ConfusionMatrix"/> says of each class.</summary>
internal static class ClassTable
{
    private static readonly string[] s_header = ["class", "samples", "right", "accuracy", "most often taken for"];

    public static string Print(ConfusionMatrix matrix)
    {
        List<string[]> rows = [s_header];
        for (int actual = 0; actual < matrix.ClassCount; actual++)
            rows.Add([
                ClassLabel.Of(matrix.ClassNames[actual]),
                Numbers.Format(matrix.Samples(actual)),
                Numbers.Format(matrix[actual, actual]),
                ConfusionTable.Percent(matrix.Recall(actual)),
                Rival(matrix, actual),
            ]);
        rows.Add(["all", Numbers.Format(matrix.Total), Numbers.Format(matrix.Correct), ConfusionTable.Percent(matrix.Accuracy), ""]);

        StringBuilder text = new();
        int[] widths = [.. Enumerable.Range(0, s_header.Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            string line = row[0].PadRight(widths[0]);
            for (int column = 1; column < row.Length - 1; column++)
                line += "  " + row[column].PadLeft(widths[column]);
            text.Append(text.Length == 0 ? "" : "\n").Append($"{line}  {row[^1]}".TrimEnd());
        }

        return text.ToString();
    }

    // The first of several that are equally often chosen.
    private static string Rival(ConfusionMatrix matrix, int actual)
    {
        int rival = Enumerable
            .Range(0, matrix.ClassCount)
            .Where(predicted => predicted != actual)
            .DefaultIfEmpty(actual)
            .MaxBy(predicted => matrix[actual, predicted]);
        long count = rival == actual ? 0 : matrix[actual, rival];
        return count == 0 ? "-" : $"{ClassLabel.Of(matrix.ClassNames[rival])} ({Numbers.Format(count)})";
    }
}
