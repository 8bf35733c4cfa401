namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The XML docs of one member, wrapped to lines.</summary>
internal sealed class Documentation
{
    private const int Width = 112;
    private readonly List<string> _lines = [];

    private Documentation()
    {
    }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Starts with the summary. The texts here are XML: names from the user go through <see cref="Escape"/>.</summary>
    public static Documentation Summary(string xml) => new Documentation().Element("summary", "", xml);

    /// <summary>Docs without anything yet.</summary>
    public static Documentation Empty() => new();

    public Documentation AddSummary(string xml) => Element("summary", "", xml);

    public Documentation Param(string name, string xml) => Element("param", $" name=\"{name}\"", xml);

    public Documentation Returns(string xml) => Element("returns", "", xml);

    public Documentation Remarks(string xml) => Element("remarks", "", xml);

    public Documentation Throws(string type, string xml) => Element("exception", $" cref=\"global::{type}\"", xml);

    /// <summary>Remarks that keep their spaces and line ends.</summary>
    public Documentation Code(IEnumerable<string> lines)
    {
        _lines.Add("<remarks>");
        _lines.Add("<code>");
        _lines.AddRange(lines.Select(Escape));
        _lines.Add("</code>");
        _lines.Add("</remarks>");
        return this;
    }

    /// <summary>Text as XML, without characters that XML or a line comment cannot hold.</summary>
    public static string Escape(string text) => Printable(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>Text on one line: names may hold anything the user typed.</summary>
    public static string Printable(string text) => text.All(IsPrintable) ? text : new(text.Select(c => IsPrintable(c) ? c : ' ').ToArray());

    public void WriteTo(SourceWriter writer)
    {
        foreach (var line in _lines) writer.Line("/// " + line);
    }

    private static bool IsPrintable(char c) =>
        !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029' or '\ufffe' or '\uffff');

    private Documentation Element(string tag, string attributes, string xml)
    {
        var (open, close) = ($"<{tag}{attributes}>", $"</{tag}>");
        if (open.Length + xml.Length + close.Length <= Width)
        {
            _lines.Add(open + xml + close);
            return this;
        }

        _lines.Add(open);
        _lines.AddRange(Wrap(xml));
        _lines.Add(close);
        return this;
    }

    private static IEnumerable<string> Wrap(string text)
    {
        var (start, end) = (0, 0);
        foreach (var next in WordEnds(text))
        {
            if (end > start && next - start > Width)
            {
                yield return text.Substring(start, end - start);
                start = end + 1;
            }

            end = next;
        }

        yield return text.Substring(start);
    }

    /// <summary>Where words end: at spaces, but not within the brackets of a shape.</summary>
    private static IEnumerable<int> WordEnds(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '[') depth++;
            if (text[i] == ']') depth--;
            if (text[i] == ' ' && depth <= 0) yield return i;
        }

        yield return text.Length;
    }
}
