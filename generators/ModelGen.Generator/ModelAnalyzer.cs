using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Frontend;

namespace ModelGen.Generator;

/// <summary>Reports what is wrong or suspicious in the declaration of a model, on the attribute or argument at fault.</summary>
/// <remarks>It runs the front half of the compiler, as the generator does; the generator stays silent.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic that names the model: its documentation comment id. A mistake may lie in a block, far from it.</summary>
    internal const string ModelProperty = "Model";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || Language.Find<ModelAttribute>(type) is null) return;

        var attempt = Attempt.To("checking its declaration", type.Name, () => Check(type, context.CancellationToken));
        if (attempt.Error is { } error) context.ReportDiagnostic(error.At(type.Locations[0]));
        foreach (var diagnostic in attempt.Result ?? []) context.ReportDiagnostic(diagnostic);
    }

    private static List<Diagnostic> Check(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var checkup = Checkup.Of(type, cancellationToken);
        if (checkup.Found.Count == 0) return [];
        var properties = ImmutableDictionary<string, string?>.Empty.Add(ModelProperty, type.GetDocumentationCommentId());
        return checkup.Found
            .Select(diagnostic => Diagnostic.Create(
                Descriptors.Of(diagnostic.Descriptor), checkup.Locations.Find(diagnostic.Location), properties, [.. diagnostic.Arguments]))
            .ToList();
    }
}
