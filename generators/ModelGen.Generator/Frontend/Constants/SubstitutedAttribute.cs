using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>
/// Reads an attribute with values instead of generated constants. C# chooses the constructor and evaluates the expressions.
/// </summary>
internal static class SubstitutedAttribute
{
    /// <summary>Null if the attribute is invalid nevertheless; C# reports why.</summary>
    public static PipelineAttributeData? Read(
        AttributeData attribute, AttributeSyntax syntax, Dictionary<ExpressionSyntax, ConstantValue> constants, SemanticModel semantics)
    {
        var written = syntax.ReplaceNodes(constants.Keys, (name, _) => ConstantSyntax.Of(constants[name]));
        if (!semantics.TryGetSpeculativeSemanticModel(syntax.SpanStart, written, out var speculative)) return null;
        if (speculative.GetSymbolInfo(written).Symbol is not IMethodSymbol constructor) return null;

        var given = new Dictionary<string, List<ExpressionSyntax>>(StringComparer.Ordinal);
        var named = new List<ArgumentSpec>();
        var position = 0;
        foreach (var argument in written.ArgumentList!.Arguments)
        {
            if (argument.NameEquals is { } property)
            {
                if (Value(argument.Expression, speculative) is not { } value) return null;
                named.Add(new ArgumentSpec(property.Name.Identifier.ValueText, value));
                continue;
            }

            var parameter = argument.NameColon?.Name.Identifier.ValueText
                ?? constructor.Parameters[Math.Min(position++, constructor.Parameters.Length - 1)].Name;
            if (!given.TryGetValue(parameter, out var expressions)) given.Add(parameter, expressions = []);
            expressions.Add(argument.Expression);
        }

        var positional = new List<ArgumentSpec>();
        foreach (var parameter in constructor.Parameters)
        {
            if (
                Argument(parameter, given.TryGetValue(parameter.Name, out var expressions) ? expressions : [], speculative) is not { } value
            )
                return null;
            positional.Add(new ArgumentSpec(parameter.Name, value));
        }

        return new PipelineAttributeData(attribute, constructor, new AttributeSpec(
            attribute.AttributeClass!.Name,
            attribute.AttributeClass.TypeArguments.Select(PipelineClass.NameOf).ToEquatableArray(),
            positional.ToEquatableArray(),
            named.ToEquatableArray()));
    }

    private static ValueSpec? Argument(IParameterSymbol parameter, List<ExpressionSyntax> expressions, SemanticModel semantics)
    {
        if (expressions.Count == 0)
            return parameter.IsParams
                ? new ValueSpec.Array(EquatableArray<ValueSpec>.Empty)
                : ValueReader.ReadScalar(parameter.ExplicitDefaultValue);
        if (expressions.Count > 1)
            return Array(expressions, semantics);
        var single = Value(expressions[0], semantics);
        return parameter.IsParams && single is not (null or ValueSpec.Array or ValueSpec.Null)
            ? new ValueSpec.Array(EquatableArray.Of(single))
            : single;
    }

    private static ValueSpec? Array(IEnumerable<ExpressionSyntax> elements, SemanticModel semantics)
    {
        var values = elements.Select(element => Value(element, semantics)).ToArray();
        return values.Contains(null) ? null : new ValueSpec.Array(values.OfType<ValueSpec>().ToEquatableArray());
    }

    private static ValueSpec? Value(ExpressionSyntax expression, SemanticModel semantics)
    {
        if (ArgumentFinder.IsArray(expression)) return Array(ArgumentFinder.Elements(expression), semantics);
        if (expression.GetAnnotatedNodesAndTokens(ConstantSyntax.Circular).FirstOrDefault() is { IsNode: true } circular)
            return new ValueSpec.Circular(circular.GetAnnotations(ConstantSyntax.Circular).First().Data!);
        return semantics.GetConstantValue(expression) is { HasValue: true } constant ? ValueReader.ReadScalar(constant.Value) : null;
    }
}
