using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Diagnostics;

namespace ModelGen.CodeFixes.Editing;

/// <summary>A list with commas, as text, whose parts can come and go: the rest keeps its lines and comments.</summary>
/// <remarks>What follows a comma on its line belongs to the part before it; what stands above a part belongs to it.</remarks>
internal sealed class SeparatedText
{
    private readonly List<Part> _parts = [];
    private readonly int _count;
    private readonly string _newLine;
    private string _end;

    private SeparatedText(int count, string newLine, string end)
    {
        _count = count;
        _newLine = newLine;
        _end = end;
    }

    public bool IsEmpty => _parts.Count == 0;

    /// <param name="list">The list.</param>
    /// <param name="between">What its brackets enclose.</param>
    /// <param name="text">The file.</param>
    public static SeparatedText Of<T>(SeparatedSyntaxList<T> list, TextSpan between, SourceText text)
        where T : SyntaxNode
    {
        var newLine = text.NewLine();
        if (list.Count == 0) return new SeparatedText(0, newLine, "");

        var (head, separators) = (between.Start, list.GetSeparators().ToArray());
        var result = new SeparatedText(list.Count, newLine, text.ToString(TextSpan.FromBounds(list[list.Count - 1].Span.End, between.End)));
        for (var i = 0; i < list.Count; i++)
        {
            var part = new Part(i, text.ToString(TextSpan.FromBounds(head, list[i].SpanStart)), list[i].ToString());
            if (i < list.Count - 1)
            {
                var comma = separators[i].Span.End;
                head = EndOfLine(text, comma, list[i + 1].SpanStart);
                part.Tail = text.ToString(TextSpan.FromBounds(comma, head));
            }

            part.Indentation = part.Head.Contains('\n') || i > 0
                ? part.Head.Substring(part.Head.LastIndexOf('\n') + 1)
                : new string(' ', list[i].SpanStart - text.Lines.GetLineFromPosition(list[i].SpanStart).Start);
            result._parts.Add(part);
        }

        return result;
    }

    /// <summary>Gives a part of the original list another text.</summary>
    public void Set(int index, string text) => Find(index).Text = text;

    /// <summary>Puts new parts beside one of the original list; of several calls, in their order.</summary>
    public void Insert(int index, Side side, IReadOnlyList<string> texts)
    {
        var anchor = Find(index);
        var alone = IsAlone(anchor);
        foreach (var text in texts)
        {
            var added = new Part(-1, alone ? anchor.Indentation : " ", text) { Owner = index, Tail = alone ? _newLine : "" };
            if (side == Side.Before)
            {
                (added.Head, anchor.Head) = (anchor.Head, added.Head);
                _parts.Insert(_parts.IndexOf(anchor), added);
            }
            else
            {
                var position = _parts.FindLastIndex(part => part.Original == index || (part.Owner == index && part.IsAfter));
                (added.Tail, _parts[position].Tail) = (_parts[position].Tail, alone ? _newLine : "");
                added.IsAfter = true;
                _parts.Insert(position + 1, added);
            }
        }
    }

    /// <summary>Puts a part behind the last one.</summary>
    public void Append(string text)
    {
        var last = _parts.LastOrDefault(part => part.Original >= 0);
        if (last is not null) Insert(last.Original, Side.After, [text]);
        else _parts.Add(new Part(-1, _parts.Count == 0 ? "" : " ", text));
    }

    /// <summary>Takes a part of the original list away.</summary>
    public void Remove(int index)
    {
        var part = Find(index);
        var position = _parts.IndexOf(part);
        var next = position + 1 < _parts.Count ? _parts[position + 1] : null;
        if (position == 0)
        {
            if (next is not null && !HasComment(next.Head)) next.Head = part.Head;
        }
        else if (Begins(part) && !Ends(part) && next is not null)
        {
            next.Head = part.Head;
        }
        else if (!Begins(part) && (next is null || Ends(part)))
        {
            _parts[position - 1].Tail += part.Tail;
        }

        _parts.Remove(part);
    }

    public override string ToString()
    {
        if (IsEmpty) return "";
        var last = _parts[_parts.Count - 1];
        var end = HasComment(last.Tail) ? last.Tail.TrimEnd() + (_end.Contains('\n') ? _end : _newLine + last.Indentation + _end) : _end;
        return string.Join(",", _parts.Select((part, i) => i == 0 ? part.Head + part.Text : _parts[i - 1].Tail + part.Head + part.Text))
            + end;
    }

    private Part Find(int index) => _parts.First(part => part.Original == index);

    private bool IsAlone(Part part) => Begins(part) && Ends(part);

    /// <summary>Whether it is the first on its line.</summary>
    private bool Begins(Part part)
    {
        var position = _parts.IndexOf(part);
        return position == 0
            ? part.Head.Contains('\n') || (_parts.Count > 1 && part.Tail.Contains('\n'))
            : _parts[position - 1].Tail.Contains('\n');
    }

    /// <summary>Whether it is the last on its line.</summary>
    private bool Ends(Part part) => part == _parts[_parts.Count - 1] ? _end.Contains('\n') || _count > 1 : part.Tail.Contains('\n');

    private static bool HasComment(string trivia) => trivia.Contains("//") || trivia.Contains("/*");

    /// <summary>Behind the line break, if there is one before the limit; otherwise the position itself.</summary>
    private static int EndOfLine(SourceText text, int position, int limit)
    {
        var end = text.Lines.GetLineFromPosition(position).EndIncludingLineBreak;
        return end <= limit ? end : position;
    }

    private sealed class Part(int original, string head, string text)
    {
        /// <summary>The index in the list as written, or -1.</summary>
        public int Original { get; } = original;

        /// <summary>Of a new part, the index of the one it was put beside.</summary>
        public int Owner { get; set; } = -1;

        public bool IsAfter { get; set; }

        /// <summary>What stands between the line or comma before it and the part.</summary>
        public string Head { get; set; } = head;

        public string Text { get; set; } = text;

        /// <summary>What follows its comma on the same line.</summary>
        public string Tail { get; set; } = "";

        public string Indentation { get; set; } = "";
    }
}
