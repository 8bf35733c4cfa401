using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Generator.Frontend;

/// <summary>Finds the source location of a <see cref="SpecLocation"/>.</summary>
/// <remarks>Something that is not written, such as an omitted argument, has the location of what contains it.</remarks>
internal sealed class LocationTable(ModelDeclaration declaration, CancellationToken cancellationToken)
{
    public Location Find(SpecLocation location)
    {
        if (location.Function is { } function && Expression(function, location.Expression) is { } expression)
            return expression;
        var type = Class(location);
        if (Call(location) is { } call) return InForward(call, location.Argument) ?? Identifier(type);
        if (location is { Attribute: < 0, Argument: not null } && Marker(type) is { } marker)
            return ArgumentFinder.Find(marker, Constructor(location), location.Argument, location.Element) ?? Identifier(type);
        if (Attribute(location) is not { } syntax) return Identifier(type);
        return location.Argument is null
            ? syntax.GetLocation()
            : ArgumentFinder.Find(syntax, Constructor(location), location.Argument, location.Element) ?? syntax.GetLocation();
    }

    /// <summary>The call that an attribute stands for; null for one that is written.</summary>
    private ForwardEntry? Call(SpecLocation location)
    {
        var attributes = Class(location).Attributes;
        return location.Attribute >= 0 && location.Attribute < attributes.Length ? attributes[location.Attribute].Call : null;
    }

    /// <summary>An argument of a call, if it is written; otherwise the call.</summary>
    private Location? InForward(ForwardEntry call, string? argument)
    {
        foreach (var (name, position) in call.Arguments)
        {
            if (string.Equals(name, argument, StringComparison.OrdinalIgnoreCase)
                && declaration.Functions.Find(call.Place.Function, position) is { } found)
                return found;
        }

        return declaration.Functions.Find(call.Place.Function, call.Place.Position);
    }

    /// <summary>An expression of a function; of one that was made for a layer, the expression it was made of.</summary>
    private Location? Expression(string function, int position)
    {
        if (declaration.Forward?.Places.TryGetValue(function, out var places) != true || places is null)
            return declaration.Functions.Find(function, position);
        return position >= 0 && position < places.Count
            ? declaration.Functions.Find(places[position].Function, places[position].Position)
            : null;
    }

    /// <summary>The location of an attribute as written; null if it belongs neither to the model nor to a block it reaches.</summary>
    public SpecLocation? Find(AttributeSyntax syntax)
    {
        foreach (var type in declaration.Blocks.Prepend(declaration.Model))
        {
            for (var i = 0; i < type.Attributes.Length; i++)
            {
                var reference = type.Attributes[i].Reference;
                if (reference?.SyntaxTree == syntax.SyntaxTree && reference.Span == syntax.Span)
                    return new SpecLocation(type == declaration.Model ? null : type.Name, i);
            }
        }

        return null;
    }

    /// <summary>The model, or the block the location lies in.</summary>
    public PipelineClass Class(SpecLocation location) => location.Block is null
        ? declaration.Model
        : declaration.Blocks.FirstOrDefault(block => block.Name == location.Block) ?? declaration.Model;

    /// <summary>The attribute as written; null for a location on a class, and for what has no source.</summary>
    public AttributeSyntax? Attribute(SpecLocation location)
    {
        var attributes = Class(location).Attributes;
        return location.Attribute >= 0 && location.Attribute < attributes.Length && attributes[location.Attribute].Data is { } data
            ? Syntax(data)
            : null;
    }

    /// <summary>The constructor that the attribute at the location calls.</summary>
    public IMethodSymbol Constructor(SpecLocation location) => location.Attribute < 0
        ? Language.Find<ModelAttribute>(Class(location).Symbol)!.AttributeConstructor!
        : Class(location).Attributes[location.Attribute].Constructor!;

    /// <summary>The <c>[Model]</c> or <c>[Block]</c> of the location's class; null if it has neither.</summary>
    public AttributeSyntax? Marker(SpecLocation location) => Marker(Class(location));

    private AttributeSyntax? Marker(PipelineClass type) =>
        (Language.Find<ModelAttribute>(type.Symbol) ?? Language.Find<BlockAttribute>(type.Symbol)) is { } marker ? Syntax(marker) : null;

    private AttributeSyntax? Syntax(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    /// <summary>The name of the class, in the declaration that carries <c>[Model]</c> or <c>[Block]</c>.</summary>
    private Location Identifier(PipelineClass type)
    {
        var syntax = Marker(type)?.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>();
        if (syntax is not null) return syntax.Identifier.GetLocation();
        return type.Symbol.Locations.FirstOrDefault(location => location.IsInSource)
            ?? (type == declaration.Model ? Location.None : Use(type) ?? Identifier(declaration.Model));
    }

    /// <summary>The attribute of the model that uses a block of another assembly, if through other blocks; null if none does.</summary>
    private Location? Use(PipelineClass block) => declaration.Model.Attributes
        .Where(attribute => attribute.Data is { } data && data.AttributeClass!.TypeArguments.Any(type => Reaches(type, block, [])))
        .Select(attribute => Syntax(attribute.Data!)?.GetLocation())
        .FirstOrDefault();

    private bool Reaches(ITypeSymbol type, PipelineClass block, HashSet<string> seen)
    {
        var name = PipelineClass.NameOf(type);
        if (name == block.Name) return true;
        return seen.Add(name) && declaration.Blocks.FirstOrDefault(b => b.Name == name)?.Uses.Any(use => Reaches(use, block, seen)) == true;
    }
}
