using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using ModelGen.CodeFixes.Editing;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Generator;
using ModelGen.Generator.Frontend;
using Diagnostic = Microsoft.CodeAnalysis.Diagnostic;

namespace ModelGen.CodeFixes;

/// <summary>Offers, for every diagnostic, the fixes that the compiler computed when it found the mistake.</summary>
/// <remarks>A new fix is written where the mistake is found; nothing is added here.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclarationFix)), Shared]
public sealed class DeclarationFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [.. DiagnosticCatalogue.All.Select(descriptor => descriptor.Id)];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.Project.GetCompilationAsync(context.CancellationToken).ConfigureAwait(false) is not { } compilation)
            return;
        var weights = ProjectWeights.Of(context.Document.Project.AnalyzerOptions);
        foreach (var diagnostic in context.Diagnostics)
        {
            if (ModelOf(diagnostic, compilation) is { } model)
                Register(context, diagnostic, Checkup.Of(model, compilation, weights, context.CancellationToken));
        }
    }

    private static void Register(CodeFixContext context, Diagnostic diagnostic, Checkup checkup)
    {
        var solution = context.Document.Project.Solution;
        var fixes = checkup.Found
            .Where(found => found.Descriptor.Id == diagnostic.Id && IsAt(checkup.Locations.Find(found.Location), diagnostic.Location))
            .SelectMany(found => found.Fixes)
            .Distinct()
            .ToArray();
        for (var i = 0; i < fixes.Length; i++)
        {
            var fix = fixes[i];
            if (!new DeclarationEditor(checkup.Locations, context.CancellationToken).CanApply(fix)) continue;
            context.RegisterCodeFix(
                CodeAction.Create(
                    fix.Title,
                    token => new DeclarationEditor(checkup.Locations, token).ApplyAsync(fix, solution),
                    equivalenceKey: $"{diagnostic.Id}/{i}"),
                diagnostic);
        }
    }

    private static INamedTypeSymbol? ModelOf(Diagnostic diagnostic, Compilation compilation) =>
        diagnostic.Properties.TryGetValue(Reports.ModelProperty, out var id) && id is not null
            ? DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) as INamedTypeSymbol
            : null;

    private static bool IsAt(Location here, Location there) =>
        here.SourceSpan == there.SourceSpan && here.SourceTree?.FilePath == there.SourceTree?.FilePath;
}
