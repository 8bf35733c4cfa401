using System.Globalization;

namespace ModelGen.Tool;

/// <summary>A table of tensors, as wide as a terminal of 80 columns where names allow it.</summary>
internal sealed class TensorList
{
    private const int Width = 80;
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [["name", "type", "shape", "numbers", "bytes"]];

    /// <summary>How many elements all have together.</summary>
    public long Numbers { get; private set; }

    /// <summary>How many bytes they take.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many tensors there are.</summary>
    public int Count => _rows.Count - 1;

    public void Add(string name, string type, IEnumerable<long> shape, long numbers, long bytes)
    {
        Numbers += numbers;
        Bytes += bytes;
        _rows.Add([Printable(name), type, $"[{string.Join(", ", shape.Select(Plain))}]", Grouped(numbers), Grouped(bytes)]);
    }

    /// <summary>Writes a line for each; a name that leaves no place for the rest has a line of its own.</summary>
    public void Write(TextWriter output)
    {
        if (Count == 0) return;
        int[] widths = [.. Enumerable.Range(1, 4).Select(column => _rows.Max(row => row[column].Length))];
        int rest = widths.Sum(width => width + Gap.Length);
        int name = Math.Min(_rows.Max(row => row[0].Length), Math.Max(Width - rest, _rows[0][0].Length));
        foreach (string[] row in _rows)
        {
            bool isLong = row[0].Length > name;
            if (isLong) output.WriteLine(row[0]);
            string begin = (isLong ? "" : row[0]).PadRight(name);
            output.WriteLine(string.Join(Gap, begin, row[1].PadRight(widths[0]), row[2].PadRight(widths[1]),
                row[3].PadLeft(widths[2]), row[4].PadLeft(widths[3])));
        }
    }

    /// <summary>A count with its groups of thousands: 22,713,216.</summary>
    public static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count and a noun: 1 tensor, 2 tensors.</summary>
    public static string Counted(long number, string noun) => $"{Grouped(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>A number of bytes as people say it: 86.7 MB.</summary>
    public static string Size(long bytes)
    {
        if (bytes < 1000) return $"{Plain(bytes)} bytes";
        double size = bytes;
        int unit = -1;
        for (; size >= 999.95; unit++) size /= 1000;
        return $"{size.ToString("0.0", CultureInfo.InvariantCulture)} {"kMGT"[unit]}B";
    }

    /// <summary>A text of a file without what would move a terminal's cursor.</summary>
    public static string Printable(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);
}
