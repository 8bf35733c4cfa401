using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Tests;
using Xunit.Abstractions;

namespace ModelGen.CodeFixes.Tests;

/// <summary>Whatever is declared, every fix and refactoring can be applied and changes it into something that is C#.</summary>
public sealed class GarbageTests
{
    private readonly GarbageSource _garbage;

    public GarbageTests(ITestOutputHelper output)
    {
        output.WriteLine(TestSeed.Text);
        _garbage = new GarbageSource(new Random(TestSeed.Value));
    }

    [Fact]
    public async Task Fixes_of_random_declarations()
    {
        int applied = 0, count = TestTier.Count(200, 2000);
        for (int model = 0; model < count || (applied <= 50 && model < 10 * count); model++)
        {
            string source = _garbage.Models(1);
            using FixSession session = new(source);
            ImmutableArray<Diagnostic> found = await session.DiagnosticsAsync();
            foreach (Diagnostic diagnostic in found)
            {
                foreach (CodeAction fix in await session.FixesAsync(diagnostic))
                {
                    string text = await ApplyAsync(session, fix, source, diagnostic.ToString());
                    using FixSession after = new(text);
                    Assert.True(
                        Count(await after.DiagnosticsAsync(), diagnostic) < Count(found, diagnostic),
                        Failure(diagnostic.ToString(), fix.Title, text));
                    applied++;
                }
            }
        }

        Assert.True(applied > 50, Failure(string.Create(CultureInfo.InvariantCulture, $"{applied} fixes"), "", ""));
    }

    [Fact]
    public async Task Refactorings_of_random_declarations()
    {
        string source = _garbage.Models(TestTier.Count(60, 600));
        using FixSession session = new(source);
        int applied = 0;
        for (int at = source.IndexOf('['); at >= 0; at = source.IndexOf('[', at + 1))
        {
            foreach (CodeAction action in await session.RefactoringsAsync(new DeclarationRefactoring(), at + 1))
            {
                await ApplyAsync(session, action, source, source[at..source.IndexOf('\n', at)]);
                applied++;
            }
        }

        Assert.True(applied > 20, Failure(string.Create(CultureInfo.InvariantCulture, $"{applied} refactorings"), "", ""));
    }

    private async Task<string> ApplyAsync(FixSession session, CodeAction action, string source, string where)
    {
        string text = Assert.Single(await session.ApplyAsync(action));
        Assert.True(text != source && SyntaxErrors(text) <= SyntaxErrors(source), Failure(where, action.Title, text));
        return text;
    }

    private string Failure(string where, string what, string text) => $"{TestSeed.Text}\n{where}\n{what}\n\n{text}";

    /// <summary>How often the same is said of the same, wherever it has moved.</summary>
    private static int Count(ImmutableArray<Diagnostic> found, Diagnostic diagnostic) => found.Count(other =>
        other.Id == diagnostic.Id && other.GetMessage(CultureInfo.InvariantCulture) == diagnostic.GetMessage(CultureInfo.InvariantCulture));

    private static int SyntaxErrors(string text) => CSharpSyntaxTree.ParseText(text).GetDiagnostics().Count();
}
