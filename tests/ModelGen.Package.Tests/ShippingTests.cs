using System.Reflection.PortableExecutable;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>
/// One declaration in two projects: one trains it and saves its weights, the other ships the weights in an app, which needs nothing of the
/// library.
/// </summary>
[Collection(PackageTests.Name)]
public sealed class ShippingTests(Feed feed)
{
    private const string Declaration = """
        using ModelGen;

        namespace Shared;

        [Model]
        [Input(4), Dense(8), Relu, Dropout(0.1), Dense(3)]
        [SoftmaxCrossEntropy, Adam(1e-2)]
        public sealed partial class Classifier;
        """;

    private const string Trainer = """
        using System;
        using System.Linq;
        using Shared;

        Classifier model = new(int.Parse(args[0]));
        for (int step = 0; step < 20; step++) model.TrainStep([1, 2, 3, 4, -1, 0, 1, 0], [0, 2]);
        float[] output = new float[2 * Classifier.OutputSize];
        model.Predict([0.1f, -0.2f, 0.3f, 0.4f, 5, 6, -7, 8], output);
        model.Save("../weights/classifier.safetensors");
        Console.WriteLine(string.Join(' ', output.Select(BitConverter.SingleToInt32Bits)));
        """;

    private const string App = """
        using System;
        using System.Linq;
        using Shared;

        float[] output = new float[2 * Classifier.OutputSize];
        Classifier.Predict([0.1f, -0.2f, 0.3f, 0.4f, 5, 6, -7, 8], output);
        Console.WriteLine(string.Join(' ', output.Select(BitConverter.SingleToInt32Bits)));
        """;

    private const string Weights = "<ModelGenWeights Include=\"../weights/classifier.safetensors\" Model=\"Classifier\" />";

    [Fact]
    public void An_app_ships_what_another_project_has_trained()
    {
        Shell shell = feed.Stranger("shipping", Feed.WithoutAnalyzersOfTheSdk);
        string weights = Path.Combine(Directory.CreateDirectory(Path.Combine(shell.Folder, "weights")).FullName, "classifier.safetensors");
        Project(shell, "Trainer", "net10.0", Trainer);
        Project(shell, "App", "net10.0", App, Weights);
        Project(shell, "Older", "net8.0", App, Weights);
        Project(shell, "TrainerOnOlder", "net8.0", Trainer);
        Project(
            shell,
            "TooOld",
            "net7.0",
            App,
            "</ItemGroup><PropertyGroup><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences></PropertyGroup>"
                + "<ItemGroup>");

        // The weights are part of the app, and new ones are part of the next.
        shell.Type("cd App");
        Assert.Equal(shell.Dotnet("run --project ../Trainer -c Release -- 1"), shell.Dotnet("run -c Release"));
        AssertAlone(Path.Combine(shell.Folder, "bin", "Release", "net10.0"));
        string right = shell.Dotnet("run --project ../Trainer -c Release --no-build -- 2");
        Assert.Equal(right, shell.Dotnet("run -c Release"));
        shell.Type("dotnet publish -c Release -o published\ndotnet publish -c Release --no-build -o again");
        AssertAlone(Path.Combine(shell.Folder, "published"));
        AssertAlone(Path.Combine(shell.Folder, "again"));
        File.Delete(weights + ".moved");
        File.Move(weights, weights + ".moved");
        Assert.Equal(right, shell.Dotnet("published/App.dll"));

        // Without the file, one error says where it was looked for.
        string error = Assert.Single(Errors(shell.Dotnet("build -c Release", succeeds: false)));
        Assert.StartsWith("error MG0062: The weights of 'Classifier' cannot be read from '", error, StringComparison.Ordinal);
        Assert.Contains($"there is no such file. It was looked for at '{weights}'.", error, StringComparison.Ordinal);
        File.Copy(weights + ".moved", weights);
        Assert.Equal(right, shell.Dotnet("run -c Release"));

        // A model that trains brings the library back.
        AssertAlone(Path.Combine(shell.Folder, "bin", "Release", "net10.0"));
        File.WriteAllText(Path.Combine(shell.Folder, "Other.cs"), "[ModelGen.Model, ModelGen.Input(1), ModelGen.Dense(1), "
            + "ModelGen.MeanSquaredError, ModelGen.Sgd(0.1)] public sealed partial class Other;");
        File.AppendAllText(Path.Combine(shell.Folder, "App.cs"), "\nConsole.WriteLine(new Other().Parameters.Count);");
        Assert.Equal(right + "2" + Environment.NewLine, shell.Dotnet("run -c Release"));

        // On older frameworks a model predicts, and only that.
        shell.Type("cd ../Older");
        Assert.Equal(right, shell.Dotnet("run -c Release"));
        AssertAlone(Path.Combine(shell.Folder, "bin", "Release", "net8.0"), "Older");
        shell.Type("cd ../TrainerOnOlder");
        Assert.Contains(
            "error MG0009: 'Classifier' is trained, which needs .NET 10, but it is compiled for .NET 8.0.",
            shell.Dotnet("build -c Release", succeeds: false),
            StringComparison.Ordinal);
        shell.Type("cd ../TooOld");
        Assert.Contains("error NU1202: Package ModelGen", shell.Dotnet("restore", succeeds: false), StringComparison.Ordinal);
    }

    private static void AssertAlone(string folder, string app = "App")
    {
        Assert.Equal([app + ".dll"], Directory.GetFiles(folder, "*.dll").Select(Path.GetFileName));
        Assert.DoesNotContain("ModelGen.dll", File.ReadAllText(Path.Combine(folder, app + ".deps.json")), StringComparison.Ordinal);
        using PEReader assembly = new(File.OpenRead(Path.Combine(folder, app + ".dll")));
        Assert.DoesNotContain(assembly.References().Keys, name => name.StartsWith("ModelGen", StringComparison.Ordinal));
    }

    private static string[] Errors(string printed) =>
    [
        .. printed
            .Split('\n')
            .Where(line => line.Contains(": error ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(": error ", StringComparison.Ordinal) + 2)..].Split(" [")[0])
            .Distinct(),
    ];

    private static void Project(Shell shell, string name, string framework, string program, string items = "")
    {
        string folder = Directory.CreateDirectory(Path.Combine(shell.Folder, name)).FullName;
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(shell.Folder, "Shared")).FullName, "Net.cs"), Declaration);
        File.WriteAllText(Path.Combine(folder, name + ".cs"), program);
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>{framework}</TargetFramework>
                <OutputType>Exe</OutputType>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RollForward>LatestMajor</RollForward>
                <UseAppHost>false</UseAppHost>
                <CheckEolTargetFramework>false</CheckEolTargetFramework>
                <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="../Shared/Net.cs" />
                <PackageReference Include="ModelGen" Version="{Build.Version}" />
                {items}
              </ItemGroup>
            </Project>
            """);
    }
}
