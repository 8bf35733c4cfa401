using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Weights;
using ModelGen.Generator.Frontend;

namespace ModelGen.Generator;

/// <summary>What is wrong or suspicious in a model, as Roslyn's diagnostics.</summary>
/// <remarks>
/// The analyzer reports them where people type. A build can do without analyzers, and a wrong model must not pass then: so the generator
/// reports errors too, together with the kernels, which no editor asks for. The compiler prints equal diagnostics once, and
/// these are equal: same descriptor, place, severity and, by reference, same texts.
/// </remarks>
internal static class Reports
{
    /// <summary>
    /// The property of a diagnostic that names the model: its documentation comment id. A mistake may lie in a block, far from it.
    /// </summary>
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
