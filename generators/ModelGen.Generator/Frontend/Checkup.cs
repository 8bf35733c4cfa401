using Microsoft.CodeAnalysis;
using ModelGen.Compiler;

namespace ModelGen.Generator.Frontend;

/// <summary>A model as read from its symbol, with everything wrong or suspicious in it.</summary>
/// <remarks>
/// The analyzer reports it. A code fix makes it again, since it costs less than a keystroke: so edits need not travel
/// through Roslyn's diagnostics, and stand on the very syntax they are about to change.
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
