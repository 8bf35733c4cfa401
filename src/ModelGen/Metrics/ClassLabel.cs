using System.Text;

namespace ModelGen.Metrics;

/// <summary>The name of a class as a cell of a table: in one line, whatever it holds.</summary>
internal static class ClassLabel
{
    /// <summary>The name, what would break a line or is not seen as C# writes it: <c>\n</c>, <c>\u001B</c>.</summary>
    public static string Of(string name)
    {
        if (!name.Any(BreaksLines))
            return name;
        StringBuilder text = new();
        foreach (char character in name)
        {
            if (!BreaksLines(character))
                text.Append(character);
            else
                text.Append(character switch { '\n' => @"\n", '\r' => @"\r", '\t' => @"\t", _ => $@"\u{(int)character:X4}" });
        }

        return text.ToString();
    }

    // Control characters, the separators of lines and paragraphs, and the marks that turn the direction of a line.
    private static bool BreaksLines(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
