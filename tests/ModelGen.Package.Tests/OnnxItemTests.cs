using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The item <c>ModelGenOnnx</c>, used by a stranger.</summary>
[Collection(PackageTests.Name)]
public sealed class OnnxItemTests(Feed feed)
{
    private static readonly string Onnx = Path.Combine(Build.RepositoryRoot, "tests", "ModelGen.Onnx.Tests", "References", "lenet.onnx");

    [Fact]
    public void A_class_is_made_of_a_file_and_made_again_when_something_changes()
    {
        Shell shell = feed.Stranger("onnx item", Feed.WithoutAnalyzersOfTheSdk);
        string folder = shell.Folder, project = Path.Combine(folder, "App.csproj"), file = Path.Combine(folder, "le net.onnx");
        File.Copy(Onnx, file);
        File.WriteAllText(project, Project("Class=\"Digits\" Inference=\"true\""));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), """
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
        string[] shipped = [.. Directory.GetFiles(Path.Combine(folder, "bin", "Debug", "net10.0")).Select(path => Path.GetFileName(path)!)];
        Assert.DoesNotContain(shipped, name => name is "ModelGen.dll" or "ModelGen.Onnx.dll" || name.EndsWith(".safetensors"));

        // A class that trains finds its weights beside the app.
        File.WriteAllText(project, Project("Class=\"Digits\" Namespace=\"\""));
        File.WriteAllText(
            Path.Combine(folder, "Program.cs"), "System.Console.WriteLine(Digits.Load(\"Digits.safetensors\").Parameters.Count);");
        built = shell.Dotnet("build -v:minimal");
        Assert.Contains("importing", built, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "bin", "Debug", "net10.0", "Digits.safetensors")));

        // What is wrong is an error on the file, or on the project.
        File.WriteAllBytes(file, File.ReadAllBytes(Onnx)[..900]);
        built = shell.Dotnet("build -v:minimal", succeeds: false);
        Assert.Matches(@"le net\.onnx ?: error MG9007: ", built);
        Assert.DoesNotContain("error CS", built, StringComparison.Ordinal);
        File.WriteAllText(project, Project(""));
        Assert.Contains("error MG9006: ", shell.Dotnet("build -v:minimal", succeeds: false), StringComparison.Ordinal);
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
