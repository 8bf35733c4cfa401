namespace ModelGen.Benchmarks.Reporting;

/// <summary>A part of a Markdown file that a command rewrites, between two comments with its name.</summary>
internal static class MarkdownSection
{
    private const int LineLength = 132;

    /// <summary>Replaces the part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The part stands between <c>&lt;!-- name:begin --&gt;</c> and <c>&lt;!-- name:end --&gt;</c>.</param>
    /// <param name="content">What shall stand there.</param>
    /// <exception cref="InvalidOperationException">The file has no such comments.</exception>
    public static void Replace(string path, string name, string content) =>
        File.WriteAllText(path, Replaced(File.ReadAllText(path), name, content, path));

    /// <summary>The text with the part replaced.</summary>
    internal static string Replaced(string text, string name, string content, string path)
    {
        string begin = $"<!-- {name}:begin -->", end = $"<!-- {name}:end -->";
        int start = text.IndexOf(begin, StringComparison.Ordinal);
        int stop = text.IndexOf(end, Math.Max(start, 0), StringComparison.Ordinal);
        return start < 0 || stop < 0
            ? throw new InvalidOperationException($"'{path}' needs the lines {begin} and {end}, in this order.")
            : $"{text[..(start + begin.Length)]}\n\n{Wrapped(content.Trim('\n'))}\n\n{text[stop..]}";
    }

    /// <summary>The text with long lines broken between words, apart from tables, whose rows are lines.</summary>
    private static string Wrapped(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.StartsWith('|') ? line : Wrap(line)));

    private static string Wrap(string line)
    {
        int room = LineLength;
        while (line.Length > room)
        {
            int blank = line.LastIndexOf(' ', room, LineLength);
            if (blank < 0) break;
            line = $"{line[..blank]}\n{line[(blank + 1)..]}";
            room = blank + 1 + LineLength;
        }

        return line;
    }
}
