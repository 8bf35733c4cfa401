using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;

namespace ModelGen.TestKit;

/// <summary>The networks of <c>samples/Zoo</c>, from their source files.</summary>
public static class ZooSource
{
    private const string Prefix = "Zoo/", BlockFiles = "Blocks";

    /// <summary>The widest layer of a small network.</summary>
    private const int Width = 16;

    private static readonly Lazy<TypeDeclarationSyntax[]> Types = new(() =>
        [
            .. Resources()
                .SelectMany(name => CSharpSyntaxTree.ParseText(Read(name)).GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()),
        ]);

    /// <summary>The names of the networks.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Resources().Where(name => !name.EndsWith(BlockFiles, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    /// <summary>The sample's README.</summary>
    public static string Readme => Read("Zoo.README");

    /// <summary>A network as published, as a Spec.</summary>
    /// <param name="name">Its class.</param>
    public static ModelSpec Spec(string name) => DeclarationText.Model(Model(name).ToString(), string.Join('\n', Blocks()));

    /// <summary>A network as published, as C#: its class and all blocks.</summary>
    /// <param name="name">Its class.</param>
    public static string Declaration(string name) => string.Join('\n', Blocks().Append(Model(name)));

    /// <summary>A network of the same layers with fewer channels, for smaller images, as C#: no layer is wider than 16.</summary>
    /// <param name="name">Its class.</param>
    /// <param name="side">The height and width of its images.</param>
    public static string Small(string name, int side)
    {
        Narrowing narrowing = new(side);
        return string.Join('\n', Blocks().Append(Model(name)).Select(narrowing.Visit));
    }

    private static TypeDeclarationSyntax Model(string name) =>
        Types.Value.SingleOrDefault(type => type.Identifier.Text == name)
        ?? throw new ArgumentException($"The zoo has no network {name}.", nameof(name));

    private static IEnumerable<TypeDeclarationSyntax> Blocks() => Types.Value.Where(type =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == "Block"));

    private static IEnumerable<string> Resources() => typeof(ZooSource).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(ZooSource).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Images of another size, and fewer channels. Whole numbers above the width are counts of channels, except in upsampling.
    /// </summary>
    private sealed class Narrowing(int side) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitAttribute(AttributeSyntax node)
        {
            switch (node.Name.ToString())
            {
                case "Input":
                    string size = side.ToString(CultureInfo.InvariantCulture);
                    AttributeArgumentSyntax channels = node.ArgumentList!.Arguments[0];
                    return node.WithArgumentList(SyntaxFactory.ParseAttributeArgumentList($"({channels}, {size}, {size})"));
                case "Upsample2D" or "Budget":
                    return node;
                default:
                    return base.VisitAttribute(node);
            }
        }

        public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node) => node.Token.Value is int and > Width
            ? node.WithToken(SyntaxFactory.Literal(Width))
            : base.VisitLiteralExpression(node);
    }
}
