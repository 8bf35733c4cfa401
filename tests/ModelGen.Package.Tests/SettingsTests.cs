using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>What the package changes in a build: the settings it reads, and what flows to those who use a library with models.</summary>
[Collection(PackageTests.Name)]
public sealed class SettingsTests(Feed feed)
{
    [Fact]
    public void An_app_uses_the_models_of_a_library_and_chooses_the_width_for_them()
    {
        Shell shell = LibraryAndApp("library");

        shell.Type("cd App");
        Assert.Equal("0.5 at 128 bits", shell.Dotnet("run -c Release -p:ModelGenVectorBits=128").Trim());

        // The library has the kernels; whoever steps through the app sees all of it.
        Assert.Equal("0.5 at 128 bits", shell.Dotnet("run -p:ModelGenVectorBits=128").Trim());
        string built = Path.Combine(shell.Folder, "bin", "Debug", "net10.0");
        Assert.True(Path.Combine(built, "Library.dll").IsOptimized());
        Assert.False(Path.Combine(built, "App.dll").IsOptimized());

        // As the guide says: the generator comes with a library that is a project, and not with one that is a package.
        Assert.Contains("ModelGen.Generator.dll", Analyzers(shell), StringComparison.Ordinal);
        shell.Type("cd ../Library");
        Assert.Contains("ModelGen.Generator.dll", Analyzers(shell), StringComparison.Ordinal);

        shell.Type("dotnet pack -c Release --no-build -o .");
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(shell.Folder, "Library.1.0.0.nupkg"));
        Assert.Contains(
            $"<dependency id=\"ModelGen\" version=\"{Build.Version}\" exclude=\"Build,Analyzers\" />",
            package.Text("Library.nuspec"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_debug_build_has_kernels_for_the_machine_that_builds_and_runs_elsewhere_too()
    {
        Shell shell = LibraryAndApp("debug");
        const string output = "<OutputType>";
        string app = Path.Combine(shell.Folder, "App", "App.csproj"), text = File.ReadAllText(app);
        File.WriteAllText(app, text.Replace(output, "<ModelGenVectorBits>128</ModelGenVectorBits>" + output, StringComparison.Ordinal));

        // The app's choice is for its own models; those of the library run with what they have.
        shell.Type("cd App");
        Assert.Equal("0.5 at 128 bits", shell.Dotnet("run -p:EmitCompilerGeneratedFiles=true").Trim());
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(shell.Folder)!, "Net.kernels*.g.cs", SearchOption.AllDirectories));

        // A machine with vectors of 128 bits only.
        Shell narrow = shell.With(("DOTNET_EnableAVX2", "0"), ("DOTNET_EnableAVX", "0"));
        Assert.Equal("0.5 at 128 bits", narrow.Dotnet("run --no-build").Trim());

        shell.Type("cd ../Library");
        Assert.Equal("machine", Emitted());
        Assert.Equal("machine", Emitted("Configuration=Release", "ModelGenVectorBits=machine"));
        Assert.Equal("256", Emitted("ModelGenVectorBits=256"));
        string[] travels =
        [
            "Configuration=Release", "Optimize=true", "_IsPublishing=true", "_IsPacking=true", "RuntimeIdentifier=any-other",
            "TargetPlatformIdentifier=android",
        ];
        foreach (string property in travels) Assert.Equal("", Emitted(property));

        string Emitted(params string[] properties) => shell.Dotnet(
            $"msbuild{string.Concat(properties.Select(property => " -p:" + property))} -getProperty:ModelGenEmittedVectorBits").Trim();
    }

    [Fact]
    public void A_compiler_that_is_too_old_and_a_width_that_does_not_exist_are_told_clearly()
    {
        Shell shell = LibraryAndApp("settings");
        shell.Type("cd Library\ndotnet restore");

        Assert.Contains(
            "error MG9002: ModelGen needs version 4.14 or later of the C# compiler, which the .NET 10 SDK contains; this project is "
                + "compiled with version 4.13.",
            shell.Dotnet("build --no-restore -p:CompilerApiVersion=roslyn4.13", succeeds: false),
            StringComparison.Ordinal);
        Assert.Contains(
            "error MG9003: The property ModelGenVectorBits is '100'; it must be 128, 256 or 512,",
            shell.Dotnet("build --no-restore -p:ModelGenVectorBits=100", succeeds: false),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Kernels_are_explained_where_it_is_asked_for()
    {
        Shell shell = LibraryAndApp("explain");
        shell.Type("cd Library\ndotnet restore");

        string plain = shell.Dotnet("build --no-restore"), library = Path.Combine(shell.Folder, "bin", "Debug", "net10.0", "Library.dll");
        Assert.DoesNotContain("report on kernels", plain, StringComparison.Ordinal);

        // A Debug build is fast, or says that it is not.
        const string slow =
            "Library: this build does not optimise, so its models compute many times slower than they can. Build with '-c Release'";
        Assert.DoesNotContain(slow, plain, StringComparison.Ordinal);
        Assert.True(library.IsOptimized());
        foreach (string property in (string[])["ModelGenOptimizeDebug", "GenerateAssemblyInfo"])
        {
            Assert.Single(
                shell.Dotnet($"build --no-restore -p:{property}=false").Split('\n'),
                line => line.Contains(slow, StringComparison.Ordinal));
            Assert.False(library.IsOptimized());
        }

        Assert.Contains(
            "report on kernels: reports/Net.md",
            shell.Dotnet("build --no-restore -p:ModelGenExplain=true -p:ModelGenExplainPath=reports/ -p:ModelGenExplainSamples=3"),
            StringComparison.Ordinal);
        string report = File.ReadAllText(Path.Combine(shell.Folder, "reports", "Net.md"));
        Assert.StartsWith("# Net\n\nTotals, intensities and shares are for 3 samples", report, StringComparison.Ordinal);
        Assert.Contains("\n## TrainStep\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("//", report, StringComparison.Ordinal);
        Assert.Contains("error MG9004: The property ModelGenExplainSamples is 'few'; it must be",
            shell.Dotnet("build --no-restore -p:ModelGenExplainSamples=few", succeeds: false), StringComparison.Ordinal);
    }

    /// <summary>What the C# compiler is given for a project: known only after the target that reads the packages has run.</summary>
    private static string Analyzers(Shell shell)
    {
        using JsonDocument items = JsonDocument.Parse(
            shell.Dotnet("build -c Release --no-restore -t:ResolveLockFileAnalyzers -getItem:Analyzer"));
        return items.RootElement.GetProperty("Items").GetProperty("Analyzer").ToString();
    }

    private Shell LibraryAndApp(string name)
    {
        Shell shell = feed.Stranger(name, Feed.WithoutAnalyzersOfTheSdk);
        Write(shell, "Library/Library.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><PackageReference Include="ModelGen" Version="{Build.Version}" /></ItemGroup>
            </Project>
            """);
        Write(shell, "Library/Net.cs", """
            using ModelGen;

            [Model, Input(1), Dense(1, UseBias = false, Name = "only"), MeanSquaredError, Sgd(0.1f)]
            public sealed partial class Net;
            """);
        Write(shell, "App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Exe</OutputType></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>
            </Project>
            """);
        Write(shell, "App/Program.cs", """
            Net net = new();
            net.Parameters["only.weight"].Value[0, 0] = 0.25f;
            float[] output = new float[1];
            net.Predict([2], output);
            System.Console.WriteLine(System.FormattableString.Invariant($"{output[0]} at {ModelGen.Runtime.VectorWidth.Choose()} bits"));
            """);
        return shell;
    }

    private static void Write(Shell shell, string path, string text)
    {
        FileInfo file = new(Path.Combine(shell.Folder, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }
}
