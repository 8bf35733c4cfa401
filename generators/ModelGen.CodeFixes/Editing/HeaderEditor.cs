using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Diagnostics;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Edits the declaration of a class: its modifiers, its keyword and its base.</summary>
internal static class HeaderEditor
{
    /// <param name="symbol">The class.</param>
    /// <param name="type">One of its declarations.</param>
    /// <param name="change">What it is told to be.</param>
    public static IEnumerable<TextChange> Changes(ITypeSymbol symbol, TypeDeclarationSyntax type, HeaderChange change) => change switch
    {
        HeaderChange.Partial => type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .Where(outer => !outer.Modifiers.Any(SyntaxKind.PartialKeyword))
            .Select(outer => new TextChange(new TextSpan(outer.Keyword.SpanStart, 0), "partial ")),
        HeaderChange.NotStatic => Without(type, SyntaxKind.StaticKeyword),
        HeaderChange.NotAbstract => Without(type, SyntaxKind.AbstractKeyword),
        HeaderChange.NotRecord => type is RecordDeclarationSyntax record ? [AsClass(record)] : [],
        HeaderChange.NoBaseClass => WithoutBase(type.BaseList, symbol.BaseType?.Name),
        _ => [],
    };

    private static IEnumerable<TextChange> Without(TypeDeclarationSyntax type, SyntaxKind modifier) => type.Modifiers
        .Where(token => token.IsKind(modifier))
        .Select(token => new TextChange(TextSpan.FromBounds(token.SpanStart, token.GetNextToken().SpanStart), ""));

    private static TextChange AsClass(RecordDeclarationSyntax record) => new(
        record.ClassOrStructKeyword.IsKind(SyntaxKind.None)
            ? record.Keyword.Span
            : TextSpan.FromBounds(record.Keyword.SpanStart, record.ClassOrStructKeyword.Span.End),
        "class");

    /// <summary>A base class can only stand first.</summary>
    private static IEnumerable<TextChange> WithoutBase(BaseListSyntax? bases, string? name)
    {
        if (
            bases is null
            || bases.Types[0].Type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().All(part => part.Identifier.ValueText != name))
            yield break;
        yield return bases.Types.Count > 1
            ? new TextChange(TextSpan.FromBounds(bases.Types[0].SpanStart, bases.Types[1].SpanStart), "")
            : new TextChange(TextSpan.FromBounds(bases.GetFirstToken().GetPreviousToken().Span.End, bases.Span.End), "");
    }
}
