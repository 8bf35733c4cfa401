using System.IO.Compression;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>
/// The packages, made from a copy of the sources, and folders for strangers to use them in. Where everything runs, they are made twice,
/// from copies in different places.
/// </summary>
public sealed class Feed : IDisposable
{
    private static readonly string[] NotSources = [".git", ".vs", ".idea", "bin", "obj", "artifacts", "node_modules", "TestResults"];

    /// <summary>A path that shows who forgets quotation marks or encodings.</summary>
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ModelGen пакет 包 é ");

    /// <summary>Packs.</summary>
    public Feed()
    {
        try
        {
            Task<string>? second = TestTier.IsExhaustive ? Task.Run(() => Pack("second copy, 第二")) : null;
            Folder = Pack("first copy, 第一");
            Again = second?.GetAwaiter().GetResult();
            Isolate();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder with the packages.</summary>
    public string Folder { get; }

    /// <summary>The folder with the packages of the second copy; null in an ordinary run, which packs once.</summary>
    public string? Again { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        CompilerServer.Shutdown();
        _folder.Delete(recursive: true);
    }

    /// <summary>The names of our packages, symbols included.</summary>
    public static string[] PackageNames { get; } =
    [
        $"ModelGen.{Build.Version}.nupkg", $"ModelGen.{Build.Version}.snupkg",
        $"ModelGen.Classics.{Build.Version}.nupkg", $"ModelGen.Classics.{Build.Version}.snupkg",
        $"ModelGen.Data.{Build.Version}.nupkg", $"ModelGen.Data.{Build.Version}.snupkg",
        $"ModelGen.Keras.{Build.Version}.nupkg", $"ModelGen.Keras.{Build.Version}.snupkg",
        $"ModelGen.Mpi.{Build.Version}.nupkg", $"ModelGen.Mpi.{Build.Version}.snupkg",
        $"ModelGen.Onnx.{Build.Version}.nupkg", $"ModelGen.Onnx.{Build.Version}.snupkg",
        $"ModelGen.Templates.{Build.Version}.nupkg", $"ModelGen.Tool.{Build.Version}.nupkg",
    ];

    /// <summary>Opens a package: <c>Open("ModelGen", "nupkg")</c>.</summary>
    internal ZipArchive Open(string id, string kind) => ZipFile.OpenRead(Path.Combine(Folder, $"{id}.{Build.Version}.{kind}"));

    /// <summary>
    /// For strangers who look at what a build does and not at what analyzers of the SDK say: the strict project of
    /// <see cref="ConsumerTests"/> asks for all of these.
    /// </summary>
    internal static (string Name, string Value) WithoutAnalyzersOfTheSdk { get; } = ("EnableNETAnalyzers", "false");

    /// <summary>An empty folder, and a shell in it that knows our feed and what an SDK may need, and nothing of this machine.</summary>
    internal Shell Stranger(string name, params (string Name, string Value)[] environment) =>
        new(Directory.CreateDirectory(Path.Combine(_folder.FullName, "strangers", name)).FullName,
        [
            ("DOTNET_CLI_HOME", Path.Combine(_folder.FullName, "home")),
            ("NUGET_PACKAGES", Path.Combine(_folder.FullName, "packages")),
            .. environment,
        ]);

    private string Pack(string name)
    {
        string sources = Path.Combine(_folder.FullName, name);
        Copy(new DirectoryInfo(Build.RepositoryRoot), sources);

        // What analyzers say of these sources, the build of the repository has shown.
        new Shell(sources, [("RunAnalyzers", "false")]).Type("dotnet pack -c Release");
        return Path.Combine(sources, "artifacts", "packages");
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles().Where(file => !NotSources.Contains(file.Name)))
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (DirectoryInfo folder in from.EnumerateDirectories().Where(folder => !NotSources.Contains(folder.Name)))
            Copy(folder, Path.Combine(to, folder.Name));
    }

    /// <summary>Ends the search for settings in the folders above.</summary>
    private void Isolate()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "strangers")).FullName;
        File.WriteAllText(Path.Combine(folder, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(folder, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(Path.Combine(folder, ".editorconfig"), "root = true\n");
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="ours" value="{Folder}" />
                <add key="restored" value="{Build.RestoredPackages}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="ours"><package pattern="ModelGen*" /></packageSource>
                <packageSource key="restored"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
    }
}

/// <summary>All tests of this project share the feed, and run one after the other: each is a build of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PackageTests : ICollectionFixture<Feed>
{
    /// <summary>Its name.</summary>
    public const string Name = "package";
}
