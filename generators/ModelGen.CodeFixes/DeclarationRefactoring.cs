using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.CodeFixes.Editing;
using ModelGen.Compiler;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Generator.Frontend;

namespace ModelGen.CodeFixes;

/// <summary>Offers, for the attribute under the cursor, what the compiler knows of it: the shape behind it, its name.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(DeclarationRefactoring)), Shared]
public sealed class DeclarationRefactoring : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var token = context.CancellationToken;
        var root = await context.Document.GetSyntaxRootAsync(token).ConfigureAwait(false);
        var attribute = root?.FindNode(context.Span).FirstAncestorOrSelf<AttributeSyntax>();
        if (attribute?.Parent?.Parent is not ClassDeclarationSyntax type) return;
        var semantics = await context.Document.GetSemanticModelAsync(token).ConfigureAwait(false);
        if (semantics?.GetDeclaredSymbol(type, token) is not INamedTypeSymbol symbol) return;

        foreach (var model in ModelsThatReach(symbol, semantics.Compilation, token))
        {
            var declaration = ModelDeclaration.Read(model, semantics.Compilation, token);
            var locations = new LocationTable(declaration, token);
            if (!declaration.IsResolved || locations.Find(attribute) is not { } location)
                continue;
            foreach (var fix in ModelCompiler.Refactorings(SpecReader.Read(declaration, token), location))
            {
                if (!declaration.DeclaresByMethod || !ForwardExpansion.AddsLayers(fix)) Register(context, fix, locations);
            }

            return;
        }
    }

    private static void Register(CodeRefactoringContext context, Fix fix, LocationTable locations)
    {
        var solution = context.Document.Project.Solution;
        context.RegisterRefactoring(CodeAction.Create(
            fix.Title, token => new DeclarationEditor(locations, token).ApplyAsync(fix, solution), equivalenceKey: fix.Title));
    }

    /// <summary>A model itself; for a block the models of the project, one of which may use it.</summary>
    private static IEnumerable<INamedTypeSymbol> ModelsThatReach(
        INamedTypeSymbol symbol,
        Compilation compilation,
        CancellationToken cancellationToken)
    {
        if (Language.Find<ModelAttribute>(symbol) is not null) return [symbol];
        if (Language.Find<BlockAttribute>(symbol) is null) return [];
        return compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type, cancellationToken).OfType<INamedTypeSymbol>()
            .Where(type => Language.Find<ModelAttribute>(type) is not null);
    }
}
