using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.CodeFixes.Editing;

/// <summary>How a file is divided into lines.</summary>
internal static class Lines
{
    /// <summary>The line break the file uses.</summary>
    public static string NewLine(this SourceText text)
    {
        var first = text.Lines[0];
        return first.EndIncludingLineBreak == first.End ? "\n" : text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak));
    }

    /// <summary>The blanks a line begins with, if the position is behind them; otherwise null.</summary>
    public static string? IndentationBefore(this SourceText text, int position)
    {
        var start = text.Lines.GetLineFromPosition(position).Start;
        var before = text.ToString(TextSpan.FromBounds(start, position));
        return string.IsNullOrWhiteSpace(before) ? before : null;
    }

    /// <summary>The change without what stays the same at its ends, so that fixes of neighbours can be made at once.</summary>
    public static TextChange Narrowed(this SourceText text, TextChange change)
    {
        var (before, after) = (text.ToString(change.Span), change.NewText!);
        var (start, end, most) = (0, 0, Math.Min(before.Length, after.Length));
        while (start < most && before[start] == after[start]) start++;
        while (end < most - start && before[before.Length - 1 - end] == after[after.Length - 1 - end]) end++;
        return new TextChange(
            TextSpan.FromBounds(change.Span.Start + start, change.Span.End - end), after.Substring(start, after.Length - start - end));
    }

    /// <summary>Whether nothing but a comment follows on the line.</summary>
    public static bool EndsLine(this SyntaxNode node) => node.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>The end of the line the node ends on, its comment included and the line break not.</summary>
    public static int EndOfLine(this SourceText text, SyntaxNode node) => text.Lines.GetLineFromPosition(node.Span.End).End;
}
