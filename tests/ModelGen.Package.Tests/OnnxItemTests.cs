using ModelGen.Tests;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The item <c>ModelGenOnnx</c>, used by a stranger.</summary>
[Collection(PackageTests.Name)]
public sealed class OnnxItemTests(Feed feed)
{
    private static readonly string Onnx = Path.Combine(Build.RepositoryRoot, "tests", "ModelGen.Onnx.Tests", "References", "lenet.onnx");

    [Fact]
    public void A_class_is_made_of_a_file_once_for_the_editor_and_the_build()
    {
        Shell shell = Stranger("onnx item", "Class=\"Digits\" Inference=\"true\"", """
            float[] scores = new float[My.App.Digits.OutputSize];
            My.App.Digits.Predict(new float[My.App.Digits.InputSize], scores);
            System.Console.WriteLine($"{scores.Length} scores");
            """);

        // An editor asks for what the compiler would get, and compiles nothing.
        shell.Dotnet("restore");
        string asked = shell.Dotnet(
            "msbuild -t:Compile -p:DesignTimeBuild=true -p:SkipCompilerExecution=true -p:ProvideCommandLineArgs=true -v:minimal");
        Assert.Contains("importing le net.onnx as Digits", asked, StringComparison.Ordinal);

        string built = shell.Dotnet("run -v:minimal");
        Assert.DoesNotContain("importing", built, StringComparison.Ordinal);
        Assert.Contains("7 scores", built, StringComparison.Ordinal);
        AssertAlone(Path.Combine(shell.Folder, "bin", "Debug", "net10.0"));

        // What is published needs nothing of the library either, and answers.
        shell.Dotnet("publish -c Debug -o published");
        AssertAlone(Path.Combine(shell.Folder, "published"));
        Assert.Contains("7 scores", shell.Dotnet("published/App.dll"), StringComparison.Ordinal);
    }

    /// <summary>Several builds: they take a while.</summary>
    [ExhaustiveFact]
    public void What_is_wrong_is_an_error_on_the_file_or_on_the_project()
    {
        // A class that trains finds its weights beside the app.
        Shell shell = Stranger("onnx item errors", "Class=\"Digits\" Namespace=\"\"",
            "System.Console.WriteLine(Digits.Load(\"Digits.safetensors\").Parameters.Count);");
        Assert.Contains("importing", shell.Dotnet("build -v:minimal"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(shell.Folder, "bin", "Debug", "net10.0", "Digits.safetensors")));

        string file = Path.Combine(shell.Folder, "le net.onnx");
        File.WriteAllBytes(file, File.ReadAllBytes(Onnx)[..900]);
        string built = shell.Dotnet("build -v:minimal", succeeds: false);
        Assert.Matches(@"le net\.onnx ?: error MG9007: ", built);
        Assert.DoesNotContain("error CS", built, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(shell.Folder, "App.csproj"), Project(""));
        Assert.Contains("error MG9006: ", shell.Dotnet("build -v:minimal", succeeds: false), StringComparison.Ordinal);
    }

    /// <summary>The app is there, and nothing of the library and no file of weights.</summary>
    private static void AssertAlone(string folder)
    {
        Assert.Equal(["App.dll"], Directory.GetFiles(folder, "*.dll").Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(folder, "*.safetensors"));
        Assert.DoesNotContain("ModelGen.dll", File.ReadAllText(Path.Combine(folder, "App.deps.json")), StringComparison.Ordinal);
    }

    private Shell Stranger(string name, string options, string program)
    {
        Shell shell = feed.Stranger(name, Feed.WithoutAnalyzersOfTheSdk);
        File.Copy(Onnx, Path.Combine(shell.Folder, "le net.onnx"));
        File.WriteAllText(Path.Combine(shell.Folder, "App.csproj"), Project(options));
        File.WriteAllText(Path.Combine(shell.Folder, "Program.cs"), program);
        return shell;
    }

    private static string Project(string options) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Exe</OutputType>
            <RootNamespace>My.App</RootNamespace>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="ModelGen" Version="{Build.Version}" />
            <PackageReference Include="ModelGen.Onnx" Version="{Build.Version}" IncludeAssets="build" PrivateAssets="all" />
            <ModelGenOnnx Include="le net.onnx" {options} />
          </ItemGroup>
        </Project>
        """;
}
