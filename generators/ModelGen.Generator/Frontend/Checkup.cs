using Microsoft.CodeAnalysis;
using ModelGen.Compiler;

namespace ModelGen.Generator.Frontend;

/// <summary>A model as read from its symbol, with its errors and warnings.</summary>
/// <remarks>
/// The analyzer reports them. A code fix computes them again, which takes less time than a keystroke. So edits are not passed through
/// Roslyn's diagnostics, and they refer to the syntax that they change.
/// </remarks>
internal sealed class Checkup
{
    private Checkup(LocationTable locations, IReadOnlyList<Compiler.Diagnostics.Diagnostic> found)
    {
        Locations = locations;
        Found = found;
    }

    public LocationTable Locations { get; }

    public IReadOnlyList<Compiler.Diagnostics.Diagnostic> Found { get; }

    public static Checkup Of(INamedTypeSymbol model, Compilation compilation, CancellationToken cancellationToken)
    {
        var declaration = ModelDeclaration.Read(model, compilation, cancellationToken);
        return new Checkup(
            new LocationTable(declaration, cancellationToken),
            ModelCompiler.Check(SpecReader.Read(declaration, cancellationToken)));
    }
}
