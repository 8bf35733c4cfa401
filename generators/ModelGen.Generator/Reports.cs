using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Weights;
using ModelGen.Generator.Frontend;

namespace ModelGen.Generator;

/// <summary>The errors and warnings of a model as Roslyn's diagnostics.</summary>
/// <remarks>
/// The analyzer reports them in the editor. A build may run without analyzers, and a model with errors must not pass. So the generator
/// reports errors, too, together with the kernels, which no editor asks for. The C# compiler prints equal diagnostics once, and these
/// are equal: the same descriptor, location and severity and, by reference, the same texts.
/// </remarks>
internal static class Reports
{
    /// <summary>The property of a diagnostic that names the model: its documentation comment id. The mistake may be in a block.</summary>
    public const string ModelProperty = "Model";

    public static IReadOnlyList<Diagnostic> Of(
        INamedTypeSymbol type, Compilation compilation, IReadOnlyList<WeightsFile> weights, CancellationToken cancellationToken)
    {
        var checkup = Checkup.Of(type, compilation, weights, cancellationToken);
        if (checkup.Found.Count == 0) return [];
        var properties = ImmutableDictionary<string, string?>.Empty.Add(ModelProperty, type.GetDocumentationCommentId());
        return checkup.Found
            .Select(diagnostic => Diagnostic.Create(
                Descriptors.Of(diagnostic.Descriptor),
                checkup.Locations.Find(diagnostic.Location),
                properties,
                diagnostic.Arguments.Select(Shared.Text).ToArray<object>()))
            .ToList();
    }
}
