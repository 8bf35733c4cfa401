using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;

namespace ModelGen.CodeFixes.Tests;

/// <summary>A solution in which the analyzer reports, and fixes and refactorings work as in an editor.</summary>
internal sealed class FixSession : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly DeclarationFix _fix = new();
    private readonly ImmutableArray<DocumentId> _documents;
    private readonly Project _project;

    /// <summary>Opens source files; they are called <c>Source0.cs</c>, <c>Source1.cs</c>, ….</summary>
    public FixSession(params string[] sources)
    {
        _project = _workspace
            .AddProject("Project", LanguageNames.CSharp)
            .WithMetadataReferences(GeneratorHarness.ConsumerReferences)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest));
        ImmutableArray<DocumentId>.Builder documents = ImmutableArray.CreateBuilder<DocumentId>();
        foreach (string source in sources)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"Source{documents.Count}.cs");
            Document document = _project.AddDocument(name, source, filePath: name);
            documents.Add(document.Id);
            _project = document.Project;
        }

        _documents = documents.ToImmutable();
    }

    /// <summary>What the analyzer reports, in the order of the source.</summary>
    public async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync() => await DiagnosticsAsync(_project);

    /// <summary>The fixes of the first diagnostic with this id, the best first.</summary>
    public async Task<ImmutableArray<CodeAction>> FixesAsync(string id) =>
        await FixesAsync((await DiagnosticsAsync()).First(diagnostic => diagnostic.Id == id));

    /// <summary>The fixes of a diagnostic, the best first.</summary>
    public async Task<ImmutableArray<CodeAction>> FixesAsync(Diagnostic diagnostic)
    {
        ImmutableArray<CodeAction>.Builder actions = ImmutableArray.CreateBuilder<CodeAction>();
        Document document = _project.GetDocument(diagnostic.Location.SourceTree)!;
        await _fix.RegisterCodeFixesAsync(
            new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.ToImmutable();
    }

    /// <summary>What a refactoring offers at a position of the first file.</summary>
    public async Task<ImmutableArray<CodeAction>> RefactoringsAsync(CodeRefactoringProvider provider, int position)
    {
        ImmutableArray<CodeAction>.Builder actions = ImmutableArray.CreateBuilder<CodeAction>();
        Document document = _project.GetDocument(_documents[0])!;
        await provider.ComputeRefactoringsAsync(
            new CodeRefactoringContext(document, new TextSpan(position, 0), actions.Add, CancellationToken.None));
        return actions.ToImmutable();
    }

    /// <summary>The texts of all files after an action.</summary>
    public async Task<string[]> ApplyAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return await Task.WhenAll(_documents.Select(async id => (await changed.GetDocument(id)!.GetTextAsync()).ToString()));
    }

    /// <summary>The texts of all files after the best fix of every diagnostic with this id.</summary>
    public async Task<string[]> FixAllAsync(string id)
    {
        Diagnostic first = (await DiagnosticsAsync()).First(diagnostic => diagnostic.Id == id);
        CodeAction action = (await FixesAsync(first))[0];
        FixAllContext context = new(
            _project.GetDocument(first.Location.SourceTree)!,
            _fix,
            FixAllScope.Project,
            action.EquivalenceKey,
            [id],
            new Reported(),
            CancellationToken.None);
        return await ApplyAsync((await _fix.GetFixAllProvider().GetFixAsync(context))!);
    }

    public void Dispose() => _workspace.Dispose();

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return
        [
            .. found
                .OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
    }

    private sealed class Reported : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document,
            CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await DiagnosticsAsync(document.Project)).Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            await DiagnosticsAsync(project);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
