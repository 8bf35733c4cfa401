using System.Text.RegularExpressions;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>
/// Projects of many kinds that use the package, in one solution and one build: what is wrong in one is said once, and the others are none
/// the wiser.
/// </summary>
[Collection(PackageTests.Name)]
public sealed partial class ConsumerTests(Feed feed)
{
    private const string Right = """
        namespace Consumer;

        [Model]
        [Input(4), Dense(8), Relu, Dropout(0.1), Dense(3), SoftmaxCrossEntropy, Adam(1e-3)]
        public sealed partial class Classifier
        {
        }

        [Model]
        [Input(Classifier.OutputSize), Dense(1), MeanSquaredError, Sgd(0.1)]
        public sealed partial class Judge
        {
        }
        """;

    private static readonly string Wrong = Right.Replace("Dense(8)", "Dense(-8)", StringComparison.Ordinal);

    /// <summary>Name, target framework, properties, code, and what its build must say: an id or nothing.</summary>
    private static readonly (string Name, string Framework, string Properties, string Code, string? Answer)[] Projects =
    [
        (
            "Strict",
            "net10.0",
            "<Nullable>disable</Nullable><AnalysisLevel>latest-all</AnalysisLevel><TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
            "[assembly: System.CLSCompliant(true)]\n" + Right,
            null),
        ("Analyzed", "net10.0", "", Wrong, "MG0030"),
        ("NotAnalyzed", "net10.0", "<RunAnalyzers>false</RunAnalyzers>", Wrong, "MG0030"),
        ("NotAnalyzedInBuilds", "net10.0", "<RunAnalyzersDuringBuild>false</RunAnalyzersDuringBuild>", Wrong, "MG0030"),
        ("Silenced", "net10.0", "<NoWarn>MG0030</NoWarn>", Wrong, "MG0030"),
        ("OldLanguage", "net10.0", "<LangVersion>11</LangVersion>", Right, "MG0008"),
    ];

    [Fact]
    public void Every_kind_of_project_gets_its_one_answer()
    {
        Shell shell = feed.Stranger("consumers");
        foreach ((string name, string framework, string properties, string code, _) in Projects)
        {
            string folder = Directory.CreateDirectory(Path.Combine(shell.Folder, name)).FullName;
            File.WriteAllText(Path.Combine(folder, "Net.cs"), "using ModelGen;\n" + code);
            File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>{framework}</TargetFramework>{properties}</PropertyGroup>
                  <ItemGroup><PackageReference Include="ModelGen" Version="{Build.Version}" /></ItemGroup>
                </Project>
                """);
        }

        IEnumerable<string> paths = Projects.Select(project => $"<Project Path=\"{project.Name}/{project.Name}.csproj\" />");
        File.WriteAllText(Path.Combine(shell.Folder, "All.slnx"), $"<Solution>{string.Concat(paths)}</Solution>");
        string printed = shell.Dotnet("build All.slnx", succeeds: false);

        string[] said = [.. Answer().Matches(printed).Select(match => match.Value).Distinct(StringComparer.Ordinal)];
        foreach ((string name, _, _, _, string? answer) in Projects)
        {
            string[] here =
            [
                .. said.Where(line => line.Contains(Path.DirectorySeparatorChar + name + ".csproj", StringComparison.Ordinal)),
            ];
            Assert.True(
                here.Length == (answer is null ? 0 : 1),
                $"{name}:\n{string.Join('\n', here)}\n\n{printed}");
            Assert.All(here, line => Assert.Contains($"error {answer}: ", line, StringComparison.Ordinal));
        }
    }

    /// <summary>An error or a warning, as MSBuild prints it.</summary>
    [GeneratedRegex(@"^.*(error|warning) [A-Z]+\d+: .*$", RegexOptions.Multiline)]
    private static partial Regex Answer();
}
