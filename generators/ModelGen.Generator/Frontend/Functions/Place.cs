using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Generator.Frontend;

/// <summary>Where an expression of a function stands.</summary>
internal readonly record struct Place(SyntaxTree Tree, TextSpan Span)
{
    /// <summary>A call: from its own name on, if it is called on the result of another call.</summary>
    public static Place Of(SyntaxNode call) => new(
        call.SyntaxTree,
        call is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax, Name: var name },
        }
            ? TextSpan.FromBounds(name.SpanStart, call.Span.End)
            : call.Span);

    public Location Location => Location.Create(Tree, Span);
}
