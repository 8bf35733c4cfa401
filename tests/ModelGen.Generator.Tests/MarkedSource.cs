using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Generator.Tests;

/// <summary>Source text in which <c>[|…|]</c> marks a place.</summary>
internal sealed record MarkedSource(string Text, TextSpan Span)
{
    public static MarkedSource Parse(string marked)
    {
        int start = marked.IndexOf("[|", StringComparison.Ordinal);
        int end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        string text = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        return new MarkedSource(text, TextSpan.FromBounds(start, end));
    }

    public string MarkedText => Text.Substring(Span.Start, Span.Length);
}
