using System.Text.RegularExpressions;

namespace ModelGen.Generator.Tests.Mistakes;

/// <summary>A mistake as a beginner makes it, where it stands, and the compiler's answer.</summary>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Source">The file, with the place marked.</param>
/// <param name="Answer">Such as <c>error MG0030: …</c>, in one line.</param>
internal sealed partial record CatalogueCase(string Title, MarkedSource Source, string Answer)
{
    /// <summary>All of them, from the pages in the folder <c>Catalogue</c>.</summary>
    public static IReadOnlyDictionary<string, CatalogueCase> All { get; } = Directory
        .GetFiles(Path.Combine(MarkdownFile.Docs, "../tests/ModelGen.Generator.Tests/Mistakes/Catalogue"), "*.md")
        .Order(StringComparer.Ordinal)
        .SelectMany(path => Case().Matches(new MarkdownFile(path).Text))
        .Select(match => new CatalogueCase(
            match.Groups[1].Value,
            MarkedSource.Parse("using ModelGen;\n\n" + match.Groups[2].Value),
            match.Groups[3].Value.Trim().Replace('\n', ' ')))
        .ToDictionary(found => found.Title, StringComparer.Ordinal);

    [GeneratedRegex(@"^## ([^\n]*)\n\n```csharp\n(.*?)^```\n\n```text\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Case();
}
