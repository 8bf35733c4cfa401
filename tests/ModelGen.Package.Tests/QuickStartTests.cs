using System.Reflection.PortableExecutable;
using ModelGen.Generator.Tests;
using ModelGen.Tests;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The page that the package shows on nuget.org, followed word by word by someone who has only the packages.</summary>
[Collection(PackageTests.Name)]
public sealed class QuickStartTests(Feed feed)
{
    private static readonly MarkdownFile Page = new(Path.Combine(Build.RepositoryRoot, "package", "README.md"));

    private static readonly MarkdownFile TemplatePage = new(Path.Combine(Build.RepositoryRoot, "templates", "README.md"));

    private static readonly MarkdownFile Guide = new(Path.Combine(Build.RepositoryRoot, "docs", "guide", "package.md"));

    [Fact]
    public void It_builds_trains_and_shows_a_shape_error()
    {
        (string install, string run) = (Page.Listings("")[0], Page.Listings("")[1]);
        (string program, string mistake) = (Page.Listings("csharp")[0], Page.Listings("csharp")[1]);
        (string output, string error) = (Page.Listings("text")[0], Page.Listings("text")[1]);
        Shell shell = feed.Stranger("quick start");

        shell.Type(install);
        string file = Path.Combine(shell.Folder, "Program.cs");
        File.WriteAllText(file, program);
        Assert.Equal(output, shell.Type(run));
        AssertNothingLeftBehind(Path.Combine(shell.Folder, "bin", "Release", "net10.0"));

        string wrong = program[..program.IndexOf("[Model]", StringComparison.Ordinal)] + mistake;
        File.WriteAllText(file, wrong);
        string answer = shell.Dotnet("build -c Release", succeeds: false);
        Assert.Contains($"Program.cs({Position(wrong, "\"hidden\"), Dense")}): {error.Trim()}", answer, StringComparison.Ordinal);
        Assert.Contains("    1 Error(s)", answer, StringComparison.Ordinal);
        Assert.Contains("    0 Warning(s)", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_template_makes_an_app_that_learns_and_its_generated_code_lies_where_the_guide_says()
    {
        Shell shell = feed.Stranger("template", ("EmitCompilerGeneratedFiles", "true"));
        string printed = shell.Type(TemplatePage.Listings("").Single());

        Assert.Contains("accuracy on the test 100.0%", printed, StringComparison.Ordinal);
        Assert.Contains(
            $"\"ModelGen\" Version=\"{Build.Version}\"",
            File.ReadAllText(Path.Combine(shell.Folder, "Spirals.csproj")),
            StringComparison.Ordinal);
        string[] lines = Guide.Listings("text")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            lines[1..].Select(line => line.Trim().Split(' ')[0]).Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.Combine(shell.Folder, lines[0])).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// The same app by a name that is no identifier, trimmed and in one file, learns the same bits. Elsewhere an ordinary run sees that
    /// models are trimmed without a warning, and builds in folders with such names.
    /// </summary>
    [ExhaustiveFact]
    public void An_app_of_any_name_learns_the_same_bits_when_it_is_trimmed()
    {
        Shell shell = feed.Stranger("template twice");
        string printed = shell.Type(TemplatePage.Listings("").Single());
        byte[] weights = File.ReadAllBytes(Path.Combine(shell.Folder, "spirals.safetensors"));
        shell.Type("cd ..\ndotnet new modelgen -o 第1-net.work\ncd 第1-net.work");
        shell.Type(
            Guide.Listings("")[1].Trim()
                + " -o published -warnaserror -p:TrimmerSingleWarn=false -p:DisableTransitiveFrameworkReferenceDownloads=true");
        string app = Path.Combine(shell.Folder, "published", OperatingSystem.IsWindows() ? "第1-net.work.exe" : "第1-net.work");
        Assert.EndsWith(shell.Run(app, []), printed, StringComparison.Ordinal);
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(shell.Folder, "spirals.safetensors")));
        Assert.DoesNotContain(
            Directory.GetFiles(Path.Combine(shell.Folder, "published")),
            file => file.EndsWith(".dll", StringComparison.Ordinal));
    }

    [Fact]
    public void The_repository_gives_the_same_commands_and_its_links_lead_somewhere()
    {
        MarkdownFile readme = new(Path.Combine(Build.RepositoryRoot, "README.md"));

        Assert.Contains(Page.Listings("")[0], readme.Listings(""));
        Assert.Contains(TemplatePage.Listings("").Single(), readme.Listings(""));
        Assert.Contains(TemplatePage.Listings("").Single(), Page.Listings(""));
        Assert.Contains(readme.Listings(""), listing => listing.StartsWith("dotnet pack -c Release\n", StringComparison.Ordinal));
        Assert.Empty(readme.BrokenLinks);
        Assert.Empty(Guide.BrokenLinks);
        const string ours = "https://github.com/modelgen/modelgen/blob/main/";
        Assert.All(
            Page.Text.Split("](" + ours).Skip(1).Select(link => link.Split(')')[0]),
            path => Assert.True(File.Exists(Path.Combine(Build.RepositoryRoot, path)), path));
    }

    /// <summary>The compiler stays at home, and so do the attributes.</summary>
    private static void AssertNothingLeftBehind(string folder)
    {
        Assert.Equal(
            ["Hello.dll", "ModelGen.dll"],
            Directory.GetFiles(folder, "*.dll").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using PEReader app = new(File.OpenRead(Path.Combine(folder, "Hello.dll")));
        Assert.Contains("ModelGen.Runtime.VectorWidth", app.UsedTypes());
        Assert.DoesNotContain(
            app.UsedTypes(),
            type => type.StartsWith("ModelGen.", StringComparison.Ordinal) && type.EndsWith("Attribute", StringComparison.Ordinal));
    }

    /// <summary>Line and column, as the compiler counts.</summary>
    private static string Position(string text, string found)
    {
        string[] before = text[..text.IndexOf(found, StringComparison.Ordinal)].Split('\n');
        return $"{before.Length},{before[^1].Length + 1}";
    }
}
