using System.Globalization;

namespace ModelGen.Tool;

/// <summary>The option <c>--input NAME=1,3,224,224</c>: the shape of an input, or of several with semicolons between them.</summary>
internal static class InputOption
{
    public static void Add(string text, Dictionary<string, IReadOnlyList<int>> shapes)
    {
        foreach (string one in Split(text)) AddOne(one, shapes);
    }

    /// <summary>A list as MSBuild writes it.</summary>
    public static string[] Split(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } parts ? parts : [text];

    private static void AddOne(string text, Dictionary<string, IReadOnlyList<int>> shapes)
    {
        int at = text.LastIndexOf('=');
        List<int> shape = [];
        foreach (string part in at > 0 ? text[(at + 1)..].Split(',') : [])
        {
            shape.Add(int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
                ? size
                : throw new FormatException($"'{part}' in --input {text} is no size; name=1,3,224,224 is needed."));
        }

        if (shape.Count == 0) throw new FormatException($"--input {text} has no shape; name=1,3,224,224 is needed.");
        shapes[text[..at]] = shape;
    }
}
