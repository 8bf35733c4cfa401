using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Generator.Frontend;

/// <summary>Finds one argument of an attribute, or one element of an array argument, as written.</summary>
internal static class ArgumentFinder
{
    /// <param name="attribute">The attribute as written.</param>
    /// <param name="constructor">The constructor it calls.</param>
    /// <param name="name">The name of a parameter or property. Case is ignored, because both may mean the same argument.</param>
    /// <param name="element">The index within an array, or -1 for all of it.</param>
    /// <returns>Null if nothing was written there.</returns>
    public static Location? Find(AttributeSyntax attribute, IMethodSymbol constructor, string name, int element)
    {
        var expressions = Expressions(attribute, constructor, name);
        if (expressions.Count == 0)
            return null;
        if (element >= 0 && element < expressions.Count)
            return expressions[element].GetLocation();
        return Location.Create(
            attribute.SyntaxTree,
            TextSpan.FromBounds(expressions[0].SpanStart, expressions[expressions.Count - 1].Span.End));
    }

    /// <summary>A named argument, as written; null if there is none.</summary>
    public static Location? Find(AttributeSyntax attribute, string name) => attribute.ArgumentList?.Arguments
        .FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression.GetLocation();

    private static List<ExpressionSyntax> Expressions(AttributeSyntax attribute, IMethodSymbol constructor, string name)
    {
        var found = Arguments(attribute, constructor, name).Select(argument => argument.Expression).ToList();
        if (found.Count != 1) return found;
        var elements = Elements(found[0]);
        return elements.Count > 0 ? elements : found;
    }

    /// <summary>The arguments written for a parameter or a property: none, one, or several for a params array.</summary>
    public static List<AttributeArgumentSyntax> Arguments(AttributeSyntax attribute, IMethodSymbol constructor, string name)
    {
        var found = new List<AttributeArgumentSyntax>();
        var position = 0;
        foreach (var argument in attribute.ArgumentList?.Arguments ?? default)
        {
            var target = argument.NameEquals?.Name.Identifier.ValueText
                ?? argument.NameColon?.Name.Identifier.ValueText
                ?? ParameterAt(constructor, position++);
            if (string.Equals(target, name, StringComparison.OrdinalIgnoreCase)) found.Add(argument);
        }

        return found;
    }

    /// <summary>A params array takes all arguments from its position on.</summary>
    private static string? ParameterAt(IMethodSymbol constructor, int position)
    {
        var parameters = constructor.Parameters;
        if (parameters.Length == 0) return null;
        return position < parameters.Length ? parameters[position].Name : parameters[parameters.Length - 1].Name;
    }

    public static bool IsArray(ExpressionSyntax expression) =>
        expression
            is ArrayCreationExpressionSyntax { Initializer: not null }
                or ImplicitArrayCreationExpressionSyntax
                or CollectionExpressionSyntax;

    /// <summary>The elements of an array expression; none for other expressions.</summary>
    public static List<ExpressionSyntax> Elements(ExpressionSyntax expression) =>
        expression switch
        {
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
            ImplicitArrayCreationExpressionSyntax array => [.. array.Initializer.Expressions],
            CollectionExpressionSyntax collection =>
            [
                .. collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression),
            ],
            _ => [],
        };
}
