using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator;

namespace ModelGen.CodeFixes.Tests;

/// <summary>A solution of one document, on which the analyzer reports and a fix works as in an editor.</summary>
internal sealed class CodeFixHarness : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly CodeFixProvider _fix;
    private readonly Document _document;

    public CodeFixHarness(CodeFixProvider fix, string source)
    {
        _fix = fix;
        _document = _workspace
            .AddProject("Project", LanguageNames.CSharp)
            .WithMetadataReferences(GeneratorHarness.ConsumerReferences)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest))
            .AddDocument("Source.cs", source);
    }

    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync() => await DiagnosticsAsync(_document);

    /// <summary>Applies the fix to the first diagnostic it takes.</summary>
    public async Task<string> FixFirstAsync()
    {
        Diagnostic diagnostic = (await DiagnosticsAsync()).First(IsFixable);
        return await ApplyAsync(Assert.Single(await ActionsAsync(_document, diagnostic)));
    }

    /// <summary>Applies the fix to all diagnostics of the document at once.</summary>
    public async Task<string> FixAllAsync()
    {
        Diagnostic first = (await DiagnosticsAsync()).First(IsFixable);
        CodeAction action = Assert.Single(await ActionsAsync(_document, first));
        FixAllContext context = new(
            _document, _fix, FixAllScope.Document, action.EquivalenceKey, _fix.FixableDiagnosticIds, new Reported(), CancellationToken.None);
        return await ApplyAsync((await _fix.GetFixAllProvider()!.GetFixAsync(context))!);
    }

    public void Dispose() => _workspace.Dispose();

    private bool IsFixable(Diagnostic diagnostic) => _fix.FixableDiagnosticIds.Contains(diagnostic.Id);

    private async Task<List<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        await _fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private async Task<string> ApplyAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (await changed.GetDocument(_document.Id)!.GetTextAsync()).ToString();
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private sealed class Reported : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            await DiagnosticsAsync(document);

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await DiagnosticsAsync(project.Documents.Single());

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
