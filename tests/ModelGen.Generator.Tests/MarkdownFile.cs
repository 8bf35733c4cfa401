using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ModelGen.Generator.Tests;

/// <summary>A page of the documentation, as far as tests look at it.</summary>
internal sealed partial class MarkdownFile(string path)
{
    /// <summary>The folder <c>docs</c>.</summary>
    public static string Docs { get; } = Path.GetFullPath(Path.Combine(TestFolder(), "../../docs"));

    public string Text { get; } = File.ReadAllText(path).ReplaceLineEndings("\n");

    public string[] Lines => Text.Split('\n');

    /// <summary>The fenced listings in this language, in order.</summary>
    public string[] Listings(string language) =>
        [.. Fence().Matches(Text).Where(fence => fence.Groups[1].Value == language).Select(fence => fence.Groups[2].Value)];

    /// <summary>Links to files that do not exist.</summary>
    public string[] BrokenLinks =>
    [
        .. Link().Matches(Text).Select(link => link.Groups[1].Value)
            .Where(target => !target.StartsWith("https://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target.Split('#')[0]))),
    ];

    private static string TestFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"^```(\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
