using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Frontend;

/// <summary>The user's docs of the class: the XML docs of several parts are joined, so one summary is enough.</summary>
internal readonly record struct Docs(bool HasSummary, bool HasRemarks)
{
    public static Docs Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var elements = type.DeclaringSyntaxReferences
            .Where(reference => !OwnOutput.Contains(reference.SyntaxTree))
            .SelectMany(reference => reference.GetSyntax(cancellationToken).GetLeadingTrivia())
            .Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
            .Select(element => element.StartTag.Name.LocalName.ValueText)
            .ToArray();
        return new Docs(elements.Contains("summary"), elements.Contains("remarks"));
    }
}
