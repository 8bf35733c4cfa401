using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Diagnostics;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Edits one list of attributes: <c>[A, B]</c>.</summary>
/// <remarks>What is inserted joins the list, unless the declaration gives each attribute a line and brackets of its own.</remarks>
internal sealed class AttributeListEditor
{
    private readonly AttributeListSyntax _list;
    private readonly SourceText _text;
    private readonly SeparatedText _attributes;
    private readonly List<string> _above = [], _below = [];

    public AttributeListEditor(AttributeListSyntax list, SourceText text)
    {
        _list = list;
        _text = text;
        _attributes = SeparatedText.Of(list.Attributes, Between, text);
    }

    private TextSpan Between => TextSpan.FromBounds(
        _list.Target?.Span.End ?? _list.OpenBracketToken.Span.End, _list.CloseBracketToken.SpanStart);

    public void Set(AttributeSyntax attribute, string text) => _attributes.Set(_list.Attributes.IndexOf(attribute), text);

    public void Remove(AttributeSyntax attribute) => _attributes.Remove(_list.Attributes.IndexOf(attribute));

    public void Insert(AttributeSyntax attribute, Side side, IReadOnlyList<string> texts, bool ownLine)
    {
        if (ownLine && HasItsOwnLine || EachHasItsOwnLine) (side == Side.Before ? _above : _below).AddRange(texts);
        else _attributes.Insert(_list.Attributes.IndexOf(attribute), side, texts);
    }

    /// <summary>The changes of the file, none of which overlap.</summary>
    public IEnumerable<TextChange> Changes()
    {
        var indentation = _text.IndentationBefore(_list.SpanStart) ?? "";
        if (_above.Count > 0)
            yield return new TextChange(
                new TextSpan(_list.SpanStart, 0),
                string.Concat(_above.Select(a => $"[{a}]{_text.NewLine()}{indentation}")));
        if (!_attributes.IsEmpty)
            yield return new TextChange(Between, _attributes.ToString());
        else if (_above.Count + _below.Count > 0)
            yield return new TextChange(_list.Span, "");
        else
            yield return new TextChange(WholeList(), "");
        if (_below.Count > 0)
            yield return new TextChange(
                new TextSpan(_text.EndOfLine(_list), 0),
                string.Concat(_below.Select(a => $"{_text.NewLine()}{indentation}[{a}]")));
    }

    private bool HasItsOwnLine => _list.Attributes.Count == 1 && _text.IndentationBefore(_list.SpanStart) is not null && _list.EndsLine();

    private bool EachHasItsOwnLine =>
        HasItsOwnLine && _list.Parent is TypeDeclarationSyntax type && type.AttributeLists.All(list => list.Attributes.Count == 1);

    /// <summary>The list with its line, or up to what follows on the line. Comments above it stay.</summary>
    private TextSpan WholeList()
    {
        if (_text.IndentationBefore(_list.SpanStart) is { } indentation && _list.EndsLine())
            return TextSpan.FromBounds(_list.SpanStart - indentation.Length, _list.FullSpan.End);
        return TextSpan.FromBounds(_list.SpanStart, _list.GetLastToken().GetNextToken().SpanStart);
    }
}
