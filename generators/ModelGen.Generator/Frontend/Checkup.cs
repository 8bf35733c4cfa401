using Microsoft.CodeAnalysis;
using ModelGen.Compiler;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Weights;

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

    /// <param name="model">The model's class.</param>
    /// <param name="compilation">What it stands in.</param>
    /// <param name="weights">The files of weights that the project lists.</param>
    /// <param name="cancellationToken">Says that nobody wants to know any more.</param>
    public static Checkup Of(
        INamedTypeSymbol model, Compilation compilation, IReadOnlyList<WeightsFile> weights, CancellationToken cancellationToken)
    {
        var declaration = ModelDeclaration.Read(model, compilation, cancellationToken);
        var found = ModelCompiler.Check(WeightsFile.Attach(SpecReader.Read(declaration, cancellationToken), weights));
        if (declaration.DeclaresByMethod)
        {
            // Where a method declares the layers, no attribute does.
            found = [.. found.Select(problem => problem with
            {
                Fixes = problem.Fixes.Where(fix => !ForwardExpansion.AddsLayers(fix)).ToEquatableArray(),
            })];
        }

        return new Checkup(new LocationTable(declaration, cancellationToken), found);
    }
}
