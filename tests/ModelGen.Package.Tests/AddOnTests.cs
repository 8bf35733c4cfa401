using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>The packages beside the core, used by a stranger in one app.</summary>
[Collection(PackageTests.Name)]
public sealed class AddOnTests(Feed feed)
{
    [Fact]
    public void An_app_uses_all_of_them()
    {
        Shell shell = feed.Stranger("add-ons", Feed.WithoutAnalyzersOfTheSdk);
        File.WriteAllText(Path.Combine(shell.Folder, "AddOns.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModelGen" Version="{Build.Version}" />
                <PackageReference Include="ModelGen.Classics" Version="{Build.Version}" />
                <PackageReference Include="ModelGen.Data" Version="{Build.Version}" />
                <PackageReference Include="ModelGen.Keras" Version="{Build.Version}" />
                <PackageReference Include="ModelGen.Mpi" Version="{Build.Version}" />
                <PackageReference Include="ModelGen.Onnx" Version="{Build.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(shell.Folder, "Program.cs"), """
            using ModelGen;
            using ModelGen.Classics;
            using ModelGen.Data;
            using ModelGen.Keras;
            using ModelGen.Mpi;
            using ModelGen.Onnx;

            Dataset<float> line = Dataset.FromArrays([0f, 1, 2, 3], [1f, 3, 5, 7], 1);
            LinearRegression fitted = LinearRegression.Fit(line);
            Line model = new(seed: 1);
            using (DataParallelScope<float> scope = new DataParallel(Mpi.World).Begin(model))
            {
                for (int step = 0; step < 500; step++) scope.TrainStep(line.Inputs, line.Targets);
            }

            float[] learned = new float[1];
            model.Predict([10f], learned);
            Console.WriteLine($"{fitted.Predict([10f])[0]:0} {learned[0]:0}");

            Directory.CreateDirectory("pictures/white");
            File.WriteAllBytes("pictures/white/1.png", new ByteImage(1, 2, 2, [255, 255, 255, 255]).ToPng());
            Console.WriteLine(ImageFiles.FromFolder("pictures", channels: 1).Inputs[3]);
            File.WriteAllText("none.parquet", "no table");
            try { ParquetTable.Read("none.parquet"); }
            catch (InvalidDataException problem) { Console.WriteLine(problem.Message.Split(',')[0]); }

            File.WriteAllText("none.onnx", "");
            try { OnnxImport.Read("none.onnx"); }
            catch (InvalidDataException problem) { Console.WriteLine(problem.Message.Split(':')[0]); }

            File.WriteAllText("none.h5", "");
            try { KerasWeights.Read("none.h5"); }
            catch (InvalidDataException problem) { Console.WriteLine(problem.Message.Split(':')[0]); }

            [Model, Input(1), Dense(1), MeanSquaredError, Sgd(0.05)]
            public partial class Line;
            """);
        string printed = shell.Dotnet("run -c Release");
        Assert.Contains("21 21\n1\n'none.parquet' is damaged", printed.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Cannot read 'none.onnx' as ONNX", printed, StringComparison.Ordinal);
        Assert.Contains("Cannot read the weights of Keras from 'none.h5'", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_is_installed_and_does_what_it_says()
    {
        Shell shell = feed.Stranger("tool", Feed.WithoutAnalyzersOfTheSdk);
        shell.Dotnet("new tool-manifest");
        shell.Dotnet($"tool install ModelGen.Tool --version {Build.Version}");
        Assert.Contains("import <file.onnx>", shell.Dotnet("modelgen --help"), StringComparison.Ordinal);

        File.Copy(
            Path.Combine(Build.RepositoryRoot, "tests", "ModelGen.AddOns.Tests", "Keras", "References", "network.keras"),
            Path.Combine(shell.Folder, "network.keras"));
        Assert.Contains(": 31 tensors, ", shell.Dotnet("modelgen inspect network.keras"), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(shell.Folder, "Shop.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModelGen" Version="{Build.Version}" />
                <PackageReference Include="ModelGen.Onnx" Version="{Build.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(shell.Folder, "Net.cs"), """
            using ModelGen;

            namespace Shop;

            [Model, Input(5), Dense(7), Gelu, Dense(3), MeanSquaredError, Sgd(0.1)]
            public sealed partial class Net;
            """);
        shell.Dotnet("build -c Release");
        Assert.Contains(
            "Net.onnx: Shop.Net, 4 tensors, operators of version 26",
            shell.Dotnet("modelgen export bin/Release/net10.0/Shop.dll --opset 26"),
            StringComparison.Ordinal);
        Assert.Contains("Gemm 2, Gelu 1", shell.Dotnet("modelgen inspect Net.onnx"), StringComparison.Ordinal);
    }
}
