using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;
using ModelGen.Generator;

namespace ModelGen.TestKit;

/// <summary>Makes Specs of C# text, without a compilation: quick, and independent of the generator.</summary>
/// <example>
/// <code>
/// ModelSpec spec = DeclarationText.Model("[Input(8), Dense(4), Relu] [MeanSquaredError, Sgd(0.1f)]");
/// ModelSpec withBlock = DeclarationText.Model(
///     "[Input(8), Use&lt;Branch&gt;(4)] [MeanSquaredError, Sgd(0.1f)]", "[Block] [Dense(Arg.A), Relu] class Branch;");
/// </code>
/// </example>
public static class DeclarationText
{
    /// <summary>The Spec of a model.</summary>
    /// <param name="attributes">Its attributes; or a whole declaration, if it contains a class.</param>
    /// <param name="blocks">The classes it uses, whole.</param>
    public static ModelSpec Model(string attributes, string blocks = "")
    {
        string model = attributes.Contains("class ", StringComparison.Ordinal) || attributes.Contains("record ", StringComparison.Ordinal)
            ? attributes
            : $"[Model] {attributes} public sealed partial class Net;";
        TypeDeclarationSyntax[] types = [.. SyntaxFactory.ParseCompilationUnit(model).Members.OfType<TypeDeclarationSyntax>()];
        TypeDeclarationSyntax first = types[0];
        ModelSpec spec = new()
        {
            Class = new ClassSpec
            {
                Namespace = "Tests",
                Name = first.Identifier.Text,
                ContainingTypes = EquatableArray<string>.Empty,
                IsPartial = first.Modifiers.Any(SyntaxKind.PartialKeyword),
                IsStatic = first.Modifiers.Any(SyntaxKind.StaticKeyword),
                IsAbstract = first.Modifiers.Any(SyntaxKind.AbstractKeyword),
                IsGeneric = first.TypeParameterList is not null,
                IsRecord = first is RecordDeclarationSyntax,
                BaseType = first.BaseList?.Types[0].ToString(),
                DeclarationsWithAttributes = types.Count(type => type.AttributeLists.Count > 0),
            },
            Attributes = Attributes(types),
            Options = types.SelectMany(type => type.AttributeLists).SelectMany(list => list.Attributes)
                .Where(a => a.Name.ToString() == "Model" && a.ArgumentList?.Arguments.Count > 0).Select(Read).FirstOrDefault(),
            Blocks = SyntaxFactory.ParseCompilationUnit(blocks).Members.OfType<TypeDeclarationSyntax>()
                .GroupBy(type => type.Identifier.Text)
                .Select(parts => new BlockSpec(
                    parts.Key,
                    parts.Key,
                    parts.Any(part => Has(part, "Block")),
                    Attributes(parts),
                    parts.Count(part => part.AttributeLists.Count > 0)))
                .ToEquatableArray(),
        };
        return spec with { Arithmetic = OfModel(nameof(ModelSpec.Arithmetic), spec.Arithmetic, types) };
    }

    /// <summary>The Spec of a whole source text: the class with <c>[Model]</c>, and the blocks beside it.</summary>
    /// <param name="source">C# text of classes.</param>
    /// <remarks>Functions of the user are read by the generator, since what C# understands of them matters.</remarks>
    public static ModelSpec Source(string source)
    {
        if (source.Contains("Tensor F(", StringComparison.Ordinal) || source.Contains("static Tensor ", StringComparison.Ordinal))
            return (ModelSpec)GeneratorHarness.InEditor("using ModelGen;\n" + source).Run().Values(ModelGenerator.SpecStep).Single();
        ILookup<bool, string> types = SyntaxFactory.ParseCompilationUnit(source).Members.OfType<TypeDeclarationSyntax>()
            .ToLookup(type => Has(type, "Model"), type => type.ToFullString());
        return Model(string.Concat(types[true]), string.Concat(types[false]));
    }

    /// <summary>A choice on <c>[Model]</c>.</summary>
    /// <remarks>Its type is declared by two assemblies, and cannot be named here.</remarks>
    private static TEnum OfModel<TEnum>(string name, TEnum otherwise, IEnumerable<TypeDeclarationSyntax> types)
        where TEnum : struct, Enum => Attributes(types)
        .Where(attribute => attribute.TypeName == "ModelAttribute").SelectMany(attribute => attribute.Named)
        .Where(argument => argument.Name == name)
        .Select(argument => (TEnum)Enum.ToObject(typeof(TEnum), (int)((ValueSpec.Number)argument.Value).Value))
        .FirstOrDefault(otherwise);

    private static bool Has(TypeDeclarationSyntax type, string attribute) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(a => a.Name.ToString() == attribute);

    private static EquatableArray<AttributeSpec> Attributes(IEnumerable<TypeDeclarationSyntax> types) => types
        .SelectMany(type => type.AttributeLists).SelectMany(list => list.Attributes).Select(Read).ToEquatableArray();

    private static AttributeSpec Read(AttributeSyntax syntax)
    {
        string name = syntax.Name is GenericNameSyntax generic ? generic.Identifier.Text : syntax.Name.ToString();
        IEnumerable<string>? written = (syntax.Name as GenericNameSyntax)?.TypeArgumentList.Arguments.Select(t => t.ToString());
        EquatableArray<string> types = (written ?? []).ToEquatableArray();
        AttributeArgumentSyntax[] arguments = [.. syntax.ArgumentList?.Arguments ?? default];
        ValueSpec[] positional = [.. arguments.Where(a => a.NameEquals is null).Select(a => Value(a.Expression))];
        return new AttributeSpec(
            name + "Attribute",
            types,
            Positional(Constructor(name, types.Count, positional.Length), positional).ToEquatableArray(),
            arguments.Where(a => a.NameEquals is not null)
                .Select(a => new ArgumentSpec(a.NameEquals!.Name.Identifier.Text, Value(a.Expression))).ToEquatableArray());
    }

    private static ParameterInfo[] Constructor(string name, int arity, int given)
    {
        Type? type = typeof(ModelSpec).Assembly.GetType($"ModelGen.{name}Attribute{(arity == 0 ? "" : "`" + arity)}");
        IEnumerable<ParameterInfo[]> all = type?.GetConstructors().Select(c => c.GetParameters()) ?? [];
        return all.FirstOrDefault(p => p.Length >= given || p.LastOrDefault()?.ParameterType.IsArray == true) ?? [];
    }

    private static IEnumerable<ArgumentSpec> Positional(ParameterInfo[] parameters, ValueSpec[] given)
    {
        for (int i = 0; i < Math.Max(parameters.Length, given.Length); i++)
        {
            bool isSpelledOut = i < given.Length && given[i] is ValueSpec.Array;
            if (i < parameters.Length && parameters[i].ParameterType.IsArray && !isSpelledOut)
            {
                bool isNull = given.Length == i + 1 && given[i] is ValueSpec.Null;
                ValueSpec all = isNull ? given[i] : new ValueSpec.Array(given.Skip(i).ToEquatableArray());
                yield return new ArgumentSpec(parameters[i].Name!, all);
                yield break;
            }

            if (i < given.Length)
                yield return new ArgumentSpec(i < parameters.Length ? parameters[i].Name! : "argument" + i, given[i]);
        }
    }

    private static ValueSpec Value(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax inner => Value(inner.Expression),
        CastExpressionSyntax cast => Value(cast.Expression),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus =>
            new ValueSpec.Number(-((ValueSpec.Number)Value(minus.Operand)).Value),
        LiteralExpressionSyntax literal => literal.Token.Value switch
        {
            null => new ValueSpec.Null(),
            string text => new ValueSpec.Text(text),
            bool flag => new ValueSpec.Flag(flag),
            object number => new ValueSpec.Number(Convert.ToDouble(number, CultureInfo.InvariantCulture)),
        },
        CollectionExpressionSyntax collection => new ValueSpec.Array(
            collection.Elements.Select(element => Value(((ExpressionElementSyntax)element).Expression)).ToEquatableArray()),
        MemberAccessExpressionSyntax member => new ValueSpec.Number(Constant(member.Expression.ToString(), member.Name.Identifier.Text)),
        _ => throw new NotSupportedException($"A declaration text cannot hold '{expression}'."),
    };

    private static double Constant(string type, string member)
    {
        Type holder = type switch
        {
            "int" => typeof(int),
            "float" => typeof(float),
            _ => typeof(ModelSpec).Assembly.GetType("ModelGen." + type, throwOnError: true)!,
        };
        return Convert.ToDouble(holder.GetField(member)!.GetRawConstantValue(), CultureInfo.InvariantCulture);
    }
}
