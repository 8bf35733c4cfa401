using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Frontend;

namespace ModelGen.Generator;

/// <summary>Reports errors and warnings of a model's declaration, on the attribute or argument.</summary>
/// <remarks>It runs the front half of the compiler, as the generator does. Errors a build reports too, see <see cref="Reports"/>.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
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

        var attempt = Attempt.To(
            "checking its declaration",
            type.Name,
            () => Reports.Of(type, context.Compilation, ProjectWeights.Of(context.Options), context.CancellationToken));
        if (attempt.Error is { } error)
            context.ReportDiagnostic(error.At(type.Locations[0]));
        foreach (var diagnostic in attempt.Result ?? [])
            context.ReportDiagnostic(diagnostic);
    }
}
