using System.Text;

namespace ModelGen.Compiler.Codegen;

/// <summary>Writes C# text: four spaces a level, <c>\n</c> line ends on every machine, blocks as scopes.</summary>
public sealed class SourceWriter
{
    private readonly StringBuilder _text = new();
    private int _level;

    /// <summary>Writes one line, or several if the text has line ends; each is indented, empty ones stay empty.</summary>
    public SourceWriter Line(string text = "")
    {
        if (text.IndexOf('\n') < 0)
        {
            if (text.Length > 0) _text.Append(' ', 4 * _level).Append(text);
            _text.Append('\n');
            return this;
        }

        foreach (var line in text.Split('\n'))
        {
            var content = line.TrimEnd('\r');
            if (content.Length > 0) _text.Append(' ', 4 * _level).Append(content);
            _text.Append('\n');
        }

        return this;
    }

    public SourceWriter Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines) Line(line);
        return this;
    }

    /// <summary>Writes the header and an opening brace; disposing the scope closes it.</summary>
    public Scope Block(string header, string closing = "}", string opening = "{")
    {
        if (header.Length > 0) Line(header);
        Line(opening);
        _level++;
        return new Scope(this, closing);
    }

    public Scope Indent()
    {
        _level++;
        return new Scope(this, null);
    }

    public override string ToString() => _text.ToString();

    public readonly struct Scope(SourceWriter writer, string? closing) : IDisposable
    {
        public void Dispose()
        {
            writer._level--;
            if (closing is not null) writer.Line(closing);
        }
    }
}
