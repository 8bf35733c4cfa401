using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Package.Tests.Samples;

/// <summary>samples/Embedded, built by a stranger: it reads the digits of PNG files, and says what is wrong with others.</summary>
[Collection(PackageTests.Name)]
public sealed class EmbeddedTests(Feed feed)
{
    private static readonly MarkdownFile Readme = new(Path.Combine(Build.RepositoryRoot, "samples", "Embedded", "README.md"));

    [Fact]
    public void It_reads_pictures_and_says_what_is_wrong_with_others()
    {
        Shell shell = feed.Sample("Embedded", "embedded");
        shell.Dotnet("build -c Release -warnaserror -p:PublishAot=false");
        string program = Path.Combine("bin", "Release", "net10.0", "read-digit.dll");
        Assert.False(File.Exists(Path.Combine(shell.Folder, "bin", "Release", "net10.0", "ModelGen.dll")));
        Assert.Equal(Readme.Listings("text")[0], Read("images/3.png images/4.png images/8.png"));
        string shown = Read("--show images/7.png");
        Assert.Equal(Readme.Listings("text")[1], shown);
        for (int digit = 0; digit <= 9; digit++)
            Assert.StartsWith($"images/{digit}.png  {digit,5} ", Read($"images/{digit}.png").Split('\n')[1], StringComparison.Ordinal);

        // What cannot be read does not keep it from the rest.
        byte[] right = File.ReadAllBytes(Path.Combine(shell.Folder, "images", "5.png"));
        File.WriteAllBytes(Path.Combine(shell.Folder, "cut.png"), right[..^40]);
        File.WriteAllBytes(Path.Combine(shell.Folder, "empty.png"), []);
        File.WriteAllText(Path.Combine(shell.Folder, "text.png"), "This is a text and no picture of a digit.");
        byte[] huge = [.. right];
        huge[16] = 1;
        File.WriteAllBytes(Path.Combine(shell.Folder, "huge.png"), huge);
        string some = Read("none.png cut.png empty.png text.png huge.png images/5.png", succeeds: false);
        Assert.Contains("none.png does not exist.", some, StringComparison.Ordinal);
        Assert.Contains("cut.png is a damaged PNG file.", some, StringComparison.Ordinal);
        Assert.Contains("empty.png is not a PNG file.", some, StringComparison.Ordinal);
        Assert.Contains("text.png is not a PNG file.", some, StringComparison.Ordinal);
        Assert.Contains("huge.png has 16777328×112 pixels; an edge may have 1 to 4096.", some, StringComparison.Ordinal);
        Assert.Contains("images/5.png      5 ", some, StringComparison.Ordinal);

        Assert.Contains("Name at least one PNG file", Read("", succeeds: false), StringComparison.Ordinal);
        Assert.Contains("There is no option '--shows'", Read("--shows images/5.png", succeeds: false), StringComparison.Ordinal);
        Assert.StartsWith("Reads the handwritten digit in each of some PNG files.", Read("--help"), StringComparison.Ordinal);

        string Read(string arguments, bool succeeds = true) =>
            shell.Run("dotnet", [program, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], succeeds);
    }
}
