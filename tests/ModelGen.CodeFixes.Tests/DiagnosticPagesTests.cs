using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CodeActions;
using ModelGen.Generator.Tests;

namespace ModelGen.CodeFixes.Tests;

/// <summary>Every diagnostic has a fix for the wrong example of its page, or a reason why none can be computed.</summary>
public sealed partial class DiagnosticPagesTests
{
    private static readonly Dictionary<string, string> WithoutFix = new(StringComparer.Ordinal)
    {
        ["MG0005"] = "Only the user knows a good name for a member, and renaming is what the editor does itself.",
        ["MG0008"] = "LangVersion is a property of the project, which no fix of a source file can change.",
        ["MG0009"] = "TargetFramework is a property of the project, which no fix of a source file can change.",
        ["MG0036"] = "C# refuses the attribute, and says which arguments it takes.",
        ["MG0060"] = "The project lists files of weights, not the source.",
        ["MG0061"] = "Which of the files is meant, only the user knows.",
        ["MG0062"] = "The file has to be written anew.",
        ["MG0063"] = "Whether the file or the model is wrong, only the user knows.",
        ["MG0064"] = "Whether the file or the model is wrong, only the user knows.",
        ["MG0065"] = "The project lists files of weights, not the source.",
        ["MG0066"] = "Whether another form or other weights are right, only the user knows.",
        ["MG0073"] = "Which layers should see less is a question of design.",
        ["MG0077"] = "What the method should be, only the user knows.",
        ["MG0078"] = "Its source is not here.",
        ["MG0079"] = "How much a class matters, only the user knows.",
        ["MG0081"] = "What the expression is for, only the user knows.",
        ["MG0082"] = "How often it should repeat, only the user knows.",
        ["MG0083"] = "Whether it is a constant or learned, only the user knows.",
        ["MG0084"] = "How often it should repeat, only the user knows.",
        ["MG0086"] = "What the gradient should be, only the user knows.",
        ["MG0087"] = "The text is in another assembly.",
        ["MG0088"] = "What is public is a question of design.",
        ["MG1009"] = "The model is too large as a whole: which layer should give way is a question of design.",
        ["MG1040"] = "Which value the mask should be, only the user knows.",
        ["MG1044"] = "Which of the shapes is wrong, only the user knows.",
        ["MG1045"] = "Which axis is meant, only the user knows.",
        ["MG1046"] = "Which shape is meant, only the user knows.",
        ["MG1047"] = "Which of the factors is wrong, only the user knows.",
        ["MG1048"] = "What should be computed, only the user knows.",
        ["MG1049"] = "Which parameter is meant, only the user knows.",
        ["MG1051"] = "Which of the two is meant, only the user knows.",
        ["MG1052"] = "What the buffer becomes, only the user knows.",
        ["MG1053"] = "How the gradient is computed, only the user knows.",
        ["MG2031"] = "What the value was meant for, only its author knows.",
        ["MG2032"] = "Whether to train the output or to give it up is a question of design.",
        ["MG3010"] = "Which layers could have equal shapes is a question of design.",
        ["MG9001"] = "A mistake in ModelGen, not in the model.",
    };

    private static readonly DeclarationFix Fix = new();

    private static readonly string[] AllIds = [.. new Generator.ModelAnalyzer().SupportedDiagnostics.Select(descriptor => descriptor.Id)];

    public static TheoryData<string> IdsWithFix => [.. AllIds.Except(WithoutFix.Keys)];

    public static TheoryData<string> IdsWithoutFix => [.. WithoutFix.Keys];

    [Fact]
    public void Every_exception_is_a_diagnostic() => Assert.Subset(AllIds.ToHashSet(), WithoutFix.Keys.ToHashSet());

    [Theory]
    [MemberData(nameof(IdsWithFix))]
    public async Task The_page_says_what_the_editor_offers_and_each_mends_the_example(string id)
    {
        Assert.Contains(id, Fix.FixableDiagnosticIds);
        MarkdownFile page = Page(id);
        using FixSession session = new(page.Listings("csharp")[0]);
        ImmutableArray<CodeAction> fixes = await session.FixesAsync(id);

        Assert.Equal(fixes.Select(fix => fix.Title), Titles(page));
        foreach (CodeAction fix in fixes) FixedModel.AssertCompiles(id, await session.ApplyAsync(fix));
    }

    [Theory]
    [MemberData(nameof(IdsWithoutFix))]
    public void A_page_promises_no_fix_where_there_is_none(string id) => Assert.Empty(Titles(Page(id)));

    private static MarkdownFile Page(string id) => new(Path.Combine(MarkdownFile.Docs, "diagnostics", id + ".md"));

    /// <summary>The quoted parts of the paragraph that begins with <c>Fix in the editor:</c>.</summary>
    private static IEnumerable<string> Titles(MarkdownFile page) =>
        Quoted().Matches(Paragraph().Match(page.Text).Value).Select(quoted => quoted.Groups[1].Value.Replace('\n', ' '));

    [GeneratedRegex(@"^Fix in the editor:.*?\n$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Paragraph();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
