using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Generator.Frontend;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Edits the arguments of one attribute.</summary>
internal sealed class AttributeEditor
{
    private readonly AttributeSyntax _attribute;
    private readonly IMethodSymbol _constructor;
    private readonly SourceText _text;
    private readonly SeparatedText _arguments;
    private readonly Dictionary<AttributeArgumentSyntax, ArrayText> _arrays = [];

    public AttributeEditor(AttributeSyntax attribute, IMethodSymbol constructor, SourceText text)
    {
        _attribute = attribute;
        _constructor = constructor;
        _text = text;
        _arguments = attribute.ArgumentList is { } list
            ? SeparatedText.Of(list.Arguments, Between(list.OpenParenToken, list.CloseParenToken), text)
            : SeparatedText.Of<AttributeArgumentSyntax>(default, default, text);
    }

    private SeparatedSyntaxList<AttributeArgumentSyntax> Arguments => _attribute.ArgumentList?.Arguments ?? default;

    /// <summary>Writes a value where the argument or the element stands, or would stand.</summary>
    public void Set(string name, int element, string value)
    {
        var written = ArgumentFinder.Arguments(_attribute, _constructor, name);
        if (written.Count == 0) Add(name, value);
        else if (written.Count == 1 && ArrayOf(written[0]) is { } array) array.Set(element, value);
        else if (element >= written.Count) _arguments.Insert(Arguments.IndexOf(written[written.Count - 1]), Side.After, [value]);
        else SetWritten(written, Math.Max(element, 0), value, andRemoveOthers: element < 0);
    }

    /// <summary>Takes the argument or the element away.</summary>
    public void Remove(string name, int element)
    {
        var written = ArgumentFinder.Arguments(_attribute, _constructor, name);
        if (element >= 0 && written.Count == 1 && ArrayOf(written[0]) is { } array) array.Remove(element);
        else if (element < 0) written.ForEach(argument => _arguments.Remove(Arguments.IndexOf(argument)));
        else if (element < written.Count) _arguments.Remove(Arguments.IndexOf(written[element]));
    }

    public override string ToString()
    {
        foreach (var array in _arrays) _arguments.Set(Arguments.IndexOf(array.Key), WithExpression(array.Key, array.Value.ToString()));
        return _arguments.IsEmpty ? _attribute.Name.ToString() : $"{_attribute.Name}({_arguments})";
    }

    private void SetWritten(List<AttributeArgumentSyntax> written, int index, string value, bool andRemoveOthers)
    {
        _arguments.Set(Arguments.IndexOf(written[index]), WithExpression(written[index], value));
        if (!andRemoveOthers) return;
        foreach (var argument in written.Skip(1)) _arguments.Remove(Arguments.IndexOf(argument));
    }

    /// <summary>A parameter goes before the first property; one of several elements needs no name, any other gets it.</summary>
    private void Add(string name, string value)
    {
        var parameter = _constructor.Parameters.FirstOrDefault(p => p.Name == name);
        var positional = Arguments.TakeWhile(argument => argument.NameEquals is null).Count();
        if (parameter is null) _arguments.Append($"{name} = {value}");
        else if (positional == Arguments.Count) _arguments.Append(AsArgument());
        else _arguments.Insert(positional, Side.Before, [AsArgument()]);

        string AsArgument() => parameter.IsParams || parameter.Ordinal == positional ? value : $"{name}: {value}";
    }

    private ArrayText? ArrayOf(AttributeArgumentSyntax argument)
    {
        if (_arrays.TryGetValue(argument, out var known)) return known;
        ArrayText? array = argument.Expression switch
        {
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => Of(initializer),
            ImplicitArrayCreationExpressionSyntax { Initializer: var initializer } => Of(initializer),
            CollectionExpressionSyntax list => new ArrayText(
                argument.Expression, Between(list.OpenBracketToken, list.CloseBracketToken), list.Elements.Count,
                SeparatedText.Of(list.Elements, Between(list.OpenBracketToken, list.CloseBracketToken), _text), _text),
            _ => null,
        };
        if (array is not null) _arrays.Add(argument, array);
        return array;

        ArrayText Of(InitializerExpressionSyntax initializer)
        {
            var between = Between(initializer.OpenBraceToken, initializer.CloseBraceToken);
            return new ArrayText(
                argument.Expression,
                between,
                initializer.Expressions.Count,
                SeparatedText.Of(initializer.Expressions, between, _text),
                _text);
        }
    }

    private static TextSpan Between(SyntaxToken open, SyntaxToken close) => TextSpan.FromBounds(open.Span.End, close.SpanStart);

    /// <summary>The argument with another expression, its name kept.</summary>
    private string WithExpression(AttributeArgumentSyntax argument, string expression) =>
        _text.ToString(TextSpan.FromBounds(argument.SpanStart, argument.Expression.SpanStart)) + expression;

    /// <summary>An array that is written out: <c>new[] { 1, 2 }</c> or <c>[1, 2]</c>.</summary>
    private sealed class ArrayText(ExpressionSyntax array, TextSpan between, int count, SeparatedText elements, SourceText text)
    {
        public void Set(int element, string value)
        {
            if (element >= count || count == 0)
            {
                elements.Append(value);
                return;
            }

            elements.Set(Math.Max(element, 0), value);
            for (var i = 1; element < 0 && i < count; i++) elements.Remove(i);
        }

        public void Remove(int element) => elements.Remove(element);

        public override string ToString() =>
            text.ToString(TextSpan.FromBounds(array.SpanStart, between.Start))
            + elements
            + text.ToString(TextSpan.FromBounds(between.End, array.Span.End));
    }
}
