namespace ModelGen.Benchmarks.Reporting;

/// <summary>A part of a Markdown file that a command rewrites, between two comments with its name.</summary>
internal static class MarkdownSection
{
    private const int LineLength = 132;
    private const string Heading = "#### ";

    /// <summary>Replaces the part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The part stands between <c>&lt;!-- name:begin --&gt;</c> and <c>&lt;!-- name:end --&gt;</c>.</param>
    /// <param name="content">What shall stand there.</param>
    /// <param name="heading">Null, or the heading within the part below which it shall stand; what stands below others stays.</param>
    /// <exception cref="InvalidOperationException">The file has no such comments.</exception>
    public static void Replace(string path, string name, string content, string? heading = null) =>
        File.WriteAllText(path, Replaced(File.ReadAllText(path), name, content, path, heading));

    /// <summary>The text with the part replaced.</summary>
    internal static string Replaced(string text, string name, string content, string path, string? heading = null)
    {
        string begin = $"<!-- {name}:begin -->", end = $"<!-- {name}:end -->";
        int start = text.IndexOf(begin, StringComparison.Ordinal);
        int stop = text.IndexOf(end, Math.Max(start, 0), StringComparison.Ordinal);
        if (start < 0 || stop < 0) throw new InvalidOperationException($"'{path}' needs the lines {begin} and {end}, in this order.");
        start += begin.Length;
        string wrapped = Wrapped(content.Trim('\n'));
        if (heading is not null) wrapped = Below(heading, wrapped, text[start..stop].Trim('\n'));
        return $"{text[..start]}\n\n{wrapped}\n\n{text[stop..]}";
    }

    /// <summary>Puts content below its heading among those of a part, behind the others if it is new.</summary>
    private static string Below(string heading, string content, string part)
    {
        List<string> pieces = [.. ('\n' + part).Split('\n' + Heading).Where(old => !string.IsNullOrWhiteSpace(old))];
        string piece = $"{heading}\n\n{content}";
        int place = pieces.FindIndex(old => old.StartsWith(heading + '\n', StringComparison.Ordinal));
        if (place < 0) pieces.Add(piece);
        else pieces[place] = piece;
        return string.Join("\n\n", pieces.Select(old => Heading + old.Trim('\n')));
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
