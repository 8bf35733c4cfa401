using System.Text;

namespace ModelGen.Reporting;

/// <summary>
/// A line of progress in a terminal of some width: <c>12/45 [====&gt;......] - ETA: 3s - loss: 0.1234</c>. When there is little room the
/// bar becomes shorter and is left out at last; the numbers stay.
/// </summary>
internal sealed record ProgressLine(int Done, int Total, string Time, IReadOnlyList<string> Metrics)
{
    public const string Separator = " - ";
    private const string Indent = "  ";
    private const int ShortestBar = 5, AroundBar = 3; // A space and two brackets.

    /// <summary>One line. If not even the numbers have room, the last of them are shown, and at last as much of them as fits.</summary>
    public IReadOnlyList<string> Fit(int room)
    {
        string counter = KerasFormat.Counter(Done, Total), metrics = string.Join(Separator, Metrics);
        string[] choices = [WithBar(room, Separator + Time + Separator + metrics), counter + Separator + metrics, metrics];
        string line = Array.Find(choices, choice => choice.Length <= room) ?? metrics;
        return [line.Length <= room ? line : line[..room]];
    }

    /// <summary>One line if all fits, otherwise the bar and the time, and the numbers below.</summary>
    public IReadOnlyList<string> Fold(int room)
    {
        string one = WithBar(room, Separator + Time + Separator + string.Join(Separator, Metrics));
        if (one.Length <= room)
            return [one];
        string head = WithBar(room, Separator + Time);
        List<string> lines = head.Length <= room ? [head] : [KerasFormat.Counter(Done, Total), Indent + Time];
        StringBuilder line = new();
        foreach (string metric in Metrics)
        {
            if (line.Length > 0 && line.Length + Separator.Length + metric.Length > room)
                Flush(lines, line);
            line.Append(line.Length == 0 ? Indent : Separator).Append(metric);
        }

        Flush(lines, line);
        return lines;
    }

    private static void Flush(List<string> lines, StringBuilder line)
    {
        lines.Add(line.ToString());
        line.Clear();
    }

    private string WithBar(int room, string rest)
    {
        StringBuilder line = new(KerasFormat.Counter(Done, Total));
        int width = (int)Math.Min(KerasFormat.BarWidth, (long)room - line.Length - rest.Length - AroundBar);
        if (width >= ShortestBar)
            KerasFormat.AppendBar(line.Append(' '), Done, Total, width);
        return line.Append(rest).ToString();
    }
}
