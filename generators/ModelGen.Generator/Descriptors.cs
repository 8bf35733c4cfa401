using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Catalogue = ModelGen.Compiler.Diagnostics;

namespace ModelGen.Generator;

/// <summary>Roslyn's descriptors of everything that can be reported, made from the compiler's catalogue.</summary>
internal static class Descriptors
{
    private const string Category = "ModelGen";

    /// <summary>A mistake of the compiler. It is not in the catalogue, because no declaration is wrong.</summary>
    public static readonly DiagnosticDescriptor InternalError = new(
        "MG9001",
        "ModelGen failed",
        "ModelGen failed on '{0}' while {1}: {2}. This is a mistake in ModelGen, not in the model. Please report it, with the declaration "
            + "of the model, at https://github.com/modelgen/modelgen/issues.",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLink("MG9001"));

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = Catalogue.DiagnosticCatalogue.All
        .ToDictionary(descriptor => descriptor.Id, Create, StringComparer.Ordinal);

    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
        [.. ById.Values.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal), InternalError];

    public static DiagnosticDescriptor Of(Catalogue.DiagnosticDescriptor descriptor) => ById[descriptor.Id];

    private static string HelpLink(string id) => Catalogue.DiagnosticCatalogue.HelpLink(id);

    private static DiagnosticDescriptor Create(Catalogue.DiagnosticDescriptor descriptor) => new(
        descriptor.Id,
        descriptor.Title,
        descriptor.Message,
        Category,
        descriptor.Severity switch
        {
            Catalogue.Severity.Error => DiagnosticSeverity.Error,
            Catalogue.Severity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: true,
        helpLinkUri: HelpLink(descriptor.Id),
        customTags: descriptor.IsBinding ? [WellKnownDiagnosticTags.NotConfigurable] : []);
}
