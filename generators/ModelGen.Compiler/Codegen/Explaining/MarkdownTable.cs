namespace ModelGen.Compiler.Codegen.Explaining;

/// <summary>A table that reads well as text, too: its columns are padded.</summary>
internal static class MarkdownTable
{
    /// <param name="titles">The columns; those that begin with <c>&gt;</c> are numbers and stand to the right.</param>
    /// <param name="rows">The cells.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        var cells = rows.Select(row => row.Select(Escaped).ToArray()).ToArray();
        var right = titles.Select(t => t.StartsWith(">", StringComparison.Ordinal)).ToArray();
        var heads = titles.Select(t => t.TrimStart('>')).ToArray();
        var widths = heads
            .Select((head, i) => Math.Max(3, Math.Max(head.Length, cells.Select(row => row[i].Length).DefaultIfEmpty().Max())))
            .ToArray();
        yield return Line(heads);
        yield return "| "
            + string.Join(" | ", widths.Select((w, i) => right[i] ? new string('-', w - 1) + ":" : new string('-', w)))
            + " |";
        foreach (var row in cells)
            yield return Line(row);

        string Line(string[] row) =>
            "| " + string.Join(" | ", row.Select((cell, i) => right[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))) + " |";
    }

    private static string Escaped(string cell) => cell.Replace("|", "\\|").Replace("\n", " ");
}
