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
        context.RegisterSymbolAction(AnalyzeShared, SymbolKind.Method);
    }

    /// <summary>Functions for other assemblies, which no model here need use.</summary>
    private static void AnalyzeShared(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!FunctionTable.IsShared(method)) return;
        var attempt = Attempt.To(
            "reading it",
            method.Name,
            () => SharedFunctions.Share(method, context.Compilation, seesGenerated: true, context.CancellationToken));
        if (attempt.Error is { } error) context.ReportDiagnostic(error.At(method.Locations[0]));
        if (attempt.Result?.Diagnostic is { } diagnostic) context.ReportDiagnostic(diagnostic);
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
