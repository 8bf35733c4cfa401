using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Generator.Frontend;

/// <summary>Finds the place in the source that a <see cref="SpecLocation"/> speaks of.</summary>
/// <remarks>What has no place of its own, such as an argument left out, stands on the next larger thing that has one.</remarks>
internal sealed class LocationTable(ModelDeclaration declaration, CancellationToken cancellationToken)
{
    public Location Find(SpecLocation location)
    {
        var type = location.Block is null
            ? declaration.Model
            : declaration.Blocks.FirstOrDefault(block => block.Name == location.Block) ?? declaration.Model;
        if (location.Attribute < 0 || location.Attribute >= type.Attributes.Length) return Identifier(type);

        var attribute = type.Attributes[location.Attribute];
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is not AttributeSyntax syntax) return Identifier(type);
        return location.Argument is null
            ? syntax.GetLocation()
            : ArgumentFinder.Find(syntax, attribute.AttributeConstructor!, location.Argument, location.Element) ?? syntax.GetLocation();
    }

    /// <summary>The name of the class, in the declaration that carries <c>[Model]</c> or <c>[Block]</c>.</summary>
    private Location Identifier(PipelineClass type)
    {
        var marker = Language.Find<ModelAttribute>(type.Symbol) ?? Language.Find<BlockAttribute>(type.Symbol);
        var syntax = marker?.ApplicationSyntaxReference?.GetSyntax(cancellationToken).FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();
        if (syntax is not null) return syntax.Identifier.GetLocation();
        return type.Symbol.Locations.FirstOrDefault(location => location.IsInSource)
            ?? (type == declaration.Model ? Location.None : Identifier(declaration.Model));
    }
}
