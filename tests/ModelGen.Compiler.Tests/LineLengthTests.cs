using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace ModelGen.Compiler.Tests;

/// <summary>No line of the repository's C# and Markdown files is longer than 140 columns.</summary>
public sealed partial class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void No_line_of_code_is_too_long() => Assert.Empty(TooLong("*.cs", CodeLines));

    [Fact]
    public void No_line_of_a_document_is_too_long() => Assert.Empty(TooLong("*.md", ProseLines));

    [Theory]
    [InlineData("| a row of a table |", true)]
    [InlineData("   | an indented row |", true)]
    [InlineData("prose that may be wrapped", false)]
    [InlineData("- https://example.org/with-a-path-but-no-blank", true)]
    [InlineData("[1]: https://example.org/with-a-path-but-no-blank", true)]
    [InlineData("- https://example.org/ with more behind it", false)]
    public void Markdown_cannot_wrap_rows_of_tables_and_single_words(string line, bool isExcepted) =>
        Assert.Equal(isExcepted, !ProseLines([line]).Any(l => l.Text == line));

    [Fact]
    public void What_a_program_prints_is_quoted_as_it_is()
    {
        string[] page = ["Some prose.", "```", "error MG0001: quoted", "```", "```csharp", "var code = 1;", "```", "More prose."];
        Assert.Equal([1, 6, 8], ProseLines(page).Select(line => line.Number));
    }

    private static IEnumerable<string> TooLong(string pattern, Func<string[], IEnumerable<(int Number, string Text)>> lines) =>
        Files(pattern).SelectMany(file => lines(File.ReadAllLines(file))
            .Where(line => line.Text.Length > Longest)
            .Select(line => $"{Path.GetRelativePath(Root(), file)}({line.Number}): {line.Text.Length} columns"));

    private static IEnumerable<(int Number, string Text)> CodeLines(string[] lines) => lines.Select((line, i) => (i + 1, line));

    /// <summary>
    /// The lines of a document that can be wrapped: no rows of tables, no single long words (links), and no blocks without a language or
    /// with the language <c>text</c>, which quote what a program prints.
    /// </summary>
    private static IEnumerable<(int Number, string Text)> ProseLines(string[] lines)
    {
        bool isQuoted = false, isInBlock = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string text = lines[i].Trim();
            if (text.StartsWith("```", StringComparison.Ordinal))
            {
                isQuoted = !isInBlock && text is "```" or "```text";
                isInBlock = !isInBlock;
            }

            if (!isQuoted && !text.StartsWith('|') && !SingleWord().IsMatch(text)) yield return (i + 1, lines[i]);
        }
    }

    /// <summary>The repository's files: neither what <c>.gitignore</c> names nor snapshots, which are generated text.</summary>
    private static IEnumerable<string> Files(string pattern)
    {
        IEnumerable<string> written = File.ReadAllLines(Path.Combine(Root(), ".gitignore")).Select(line => line.Trim().TrimEnd('/'));
        string[] ignored = [".git", "*.verified.*", .. written];
        return In(new DirectoryInfo(Root()));

        IEnumerable<string> In(DirectoryInfo folder) =>
        [
            .. folder.EnumerateFiles(pattern).Where(IsKept).Select(file => file.FullName),
            .. folder.EnumerateDirectories().Where(IsKept).SelectMany(In),
        ];

        bool IsKept(FileSystemInfo entry) =>
            !ignored.Any(name => FileSystemName.MatchesSimpleExpression(name, entry.Name, ignoreCase: false));
    }

    /// <summary>A word alone in its line, perhaps as an item of a list or as the definition of a link.</summary>
    [GeneratedRegex(@"^([-*] |\[[^\]]+\]: )?\S*$")]
    private static partial Regex SingleWord();

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
