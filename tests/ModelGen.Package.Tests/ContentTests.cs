using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using System.Xml.Linq;
using ModelGen.Tests;
using Xunit;

namespace ModelGen.Package.Tests;

/// <summary>What lies in the packages.</summary>
[Collection(PackageTests.Name)]
public sealed class ContentTests(Feed feed) : IDisposable
{
    private const string Runtime = "lib/net10.0/ModelGen.dll";

    /// <summary>The entries that NuGet makes of its own accord.</summary>
    private static readonly string[] Envelope =
    [
        "[Content_Types].xml",
        "_rels/.rels",
        "package/services/metadata/core-properties/nuget.psmdcp",
    ];

    private static readonly string[] Analyzers =
        [.. new[] { "CodeFixes", "Compiler", "Generator" }.Select(name => $"analyzers/dotnet/cs/ModelGen.{name}.dll")];

    /// <summary>What else an analyzer finds where a compiler or an editor runs.</summary>
    private static readonly HashSet<string> AroundRoslyn =
    [
        "netstandard",
        "ModelGen.Compiler",
        "ModelGen.Generator",
        "System.Collections.Immutable",
        "System.Composition.AttributedModel",
    ];

    private readonly ZipArchive _package = feed.Open("ModelGen", "nupkg");

    public static TheoryData<string> AnalyzerEntries => [.. Analyzers];

    public void Dispose() => _package.Dispose();

    [Fact]
    public void Packing_makes_these_packages_and_no_other() =>
        Assert.Equal(Feed.PackageNames, Directory.GetFiles(feed.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void The_package_holds_exactly_these_files() => AssertEntries(_package,
    [
        "ModelGen.nuspec", "README.md", "icon.png", .. Analyzers,
        .. new[] { "build", "buildTransitive" }.SelectMany(folder =>
            new[] { "ModelGen.Publish.targets", "ModelGen.Weights.targets", "ModelGen.props", "ModelGen.targets" }
                .Select(file => $"{folder}/net8.0/{file}")),
        Runtime, "lib/net10.0/ModelGen.xml", "lib/net8.0/ModelGen.dll", "lib/net8.0/ModelGen.xml",
    ]);

    [Theory]
    [InlineData("ModelGen.Classics")]
    [InlineData("ModelGen.Data")]
    [InlineData("ModelGen.Keras")]
    [InlineData("ModelGen.Mpi")]
    [InlineData("ModelGen.Onnx")]
    public void An_add_on_holds_its_assembly_and_nothing_of_others(string id)
    {
        using ZipArchive package = feed.Open(id, "nupkg"), symbols = feed.Open(id, "snupkg");
        string[] build = id == "ModelGen.Onnx"
            ? ["build/net10.0/ModelGen.Onnx.targets",
                .. new[] { "dll", "Onnx.dll", "Tool.dll", "Tool.runtimeconfig.json" }
                    .Select(file => $"tools/net10.0/any/ModelGen.{file}")]
            : [];
        AssertEntries(package, [$"{id}.nuspec", "README.md", "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", .. build]);
        AssertEntries(symbols, [$"{id}.nuspec", $"lib/net10.0/{id}.pdb"]);
    }

    [Fact]
    public void The_symbols_hold_exactly_these_files()
    {
        using ZipArchive symbols = feed.Open("ModelGen", "snupkg");
        AssertEntries(symbols, ["ModelGen.nuspec", "lib/net10.0/ModelGen.pdb"]);
    }

    [ExhaustiveFact]
    public void Packing_the_same_sources_elsewhere_gives_the_same_bytes() => Assert.All(
        Feed.PackageNames,
        name => Assert.Equal(Fingerprint(Path.Combine(feed.Folder, name)), Fingerprint(Path.Combine(feed.Again!, name))));

    [Theory]
    [InlineData("ModelGen")]
    [InlineData("ModelGen.Templates")]
    [InlineData("ModelGen.Classics", "MathNet.Numerics", "ModelGen")]
    [InlineData(
        "ModelGen.Data", "Apache.Arrow", "Apache.Arrow.Compression", "ModelGen", "Parquet.Net", "SkiaSharp",
        "SkiaSharp.NativeAssets.Linux.NoDependencies")]
    [InlineData("ModelGen.Keras", "ModelGen", "PureHDF")]
    [InlineData("ModelGen.Mpi", "ModelGen")]
    [InlineData("ModelGen.Onnx", "ModelGen")]
    public void The_description_is_complete_and_nothing_else_is_pulled_in(string id, params string[] dependencies)
    {
        using ZipArchive package = feed.Open(id, "nupkg");
        XElement metadata = XDocument.Parse(package.Text($"{id}.nuspec")).Root!.Elements().Single();
        string? Field(string name) => metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value;

        Assert.Equal(id, Field("id"));
        Assert.Equal(Build.Version, Field("version"));
        Assert.Equal("The ModelGen authors", Field("authors"));
        Assert.Equal("MIT", Field("license"));
        Assert.Equal("icon.png", Field("icon"));
        Assert.Equal("README.md", Field("readme"));
        Assert.Equal("https://github.com/modelgen/modelgen", Field("projectUrl"));
        Assert.Equal("https://github.com/modelgen/modelgen/blob/main/CHANGELOG.md", Field("releaseNotes"));
        Assert.All(new[] { "description", "copyright", "tags" }, name => Assert.NotEmpty(Field(name)!));
        XElement repository = metadata.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.Equal(
            ("git", "https://github.com/modelgen/modelgen"),
            (repository.Attribute("type")?.Value, repository.Attribute("url")?.Value));

        Assert.Equal(
            id == "ModelGen.Templates" ? Array.Empty<string>() : ["net10.0"],
            Elements("group").Select(group => group.Attribute("targetFramework")!.Value));
        Assert.Equal(
            id == "ModelGen.Templates" ? new[] { "Template" } : [],
            Elements("packageType").Select(type => type.Attribute("name")!.Value));
        Assert.Equal(dependencies, Elements("dependency").Select(one => one.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        Assert.Empty(Elements("frameworkAssembly"));
        Assert.Empty(Elements("developmentDependency"));
        Assert.All(Links(package.Text("README.md")), link => Assert.StartsWith("https://", link, StringComparison.Ordinal));

        IEnumerable<XElement> Elements(string name) => metadata.Descendants().Where(element => element.Name.LocalName == name);
    }

    [Fact]
    public void The_icon_is_a_picture_of_128_by_128_pixels()
    {
        byte[] icon = _package.Bytes("icon.png");

        Assert.Equal("PNG"u8.ToArray(), icon[1..4]);
        Assert.Equal(
            (128, 128),
            (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    [Fact]
    public void The_runtime_uses_nothing_but_the_base_library_and_is_marked_for_trimming_and_AOT()
    {
        AssemblyLoadContext context = new("the runtime in the package", isCollectible: true);
        Assembly runtime = context.LoadFromStream(new MemoryStream(_package.Bytes(Runtime)));
        Dictionary<string, string?> metadata = runtime
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToDictionary(one => one.Key, one => one.Value);

        Assert.Equal(("True", "True"), (metadata["IsTrimmable"], metadata["IsAotCompatible"]));
        Assert.Equal(
            Build.Version,
            runtime.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
        Assert.All(runtime.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

        // The declarations must leave no trace in the assembly that they stand in, but what a function tells other assemblies.
        Type[] attributes = [.. runtime.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute)))];
        Assert.Contains("ModelGen.ModelAttribute", attributes.Select(type => type.FullName));
        Assert.All(
            attributes.Where(type => !type.IsAbstract && type.FullName != "ModelGen.TensorFormulaAttribute"),
            type => Assert.Contains(type.CustomAttributes, data => data.AttributeType.Name == "ConditionalAttribute"));
        context.Unload();
    }

    [Fact]
    public void Everything_public_is_documented_in_the_package()
    {
        AssemblyLoadContext context = new("the runtime in the package", isCollectible: true);
        Assembly runtime = context.LoadFromStream(new MemoryStream(_package.Bytes(Runtime)));
        HashSet<string> documented =
        [
            .. XDocument
                .Parse(_package.Text("lib/net10.0/ModelGen.xml"))
                .Descendants("member")
                .Select(member => member.Attribute("name")!.Value),
        ];

        Assert.Superset(
            new HashSet<string>([
                "ModelGen.DenseAttribute",
                "ModelGen.IModel",
                "ModelGen.Data.Dataset",
                "ModelGen.Training.TrainingExtensions",
            ]),
            runtime.GetExportedTypes().Select(type => type.FullName!).ToHashSet());
        Assert.All(runtime.GetExportedTypes(), type => Assert.Contains($"T:{type.FullName!.Replace('+', '.')}", documented));
        context.Unload();
    }

    [Fact]
    public void The_symbols_belong_to_the_runtime_and_name_no_folder_of_the_machine_that_built_it()
    {
        using ZipArchive archive = feed.Open("ModelGen", "snupkg");
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(
            new MemoryStream(archive.Bytes("lib/net10.0/ModelGen.pdb")));
        MetadataReader symbols = provider.GetMetadataReader();
        using PEReader runtime = _package.Assembly(Runtime);
        CodeViewDebugDirectoryData link = runtime.ReadCodeViewDebugDirectoryData(
            runtime.DebugEntry(DebugDirectoryEntryType.CodeView)!.Value);

        Assert.Equal(link.Guid, new BlobContentId(symbols.DebugMetadataHeader!.Id).Guid);
        Assert.Contains("/_/src/ModelGen/Data/Dataset.cs", symbols.SourceFiles());
        Assert.All(symbols.SourceFiles(), file => Assert.StartsWith("/_/", file, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AnalyzerEntries))]
    public void An_analyzer_uses_what_the_oldest_compiler_has_and_carries_its_symbols(string entry)
    {
        using PEReader assembly = _package.Assembly(entry);
        Dictionary<string, Version> references = assembly.References();
        Version oldest = Version.Parse(
            XDocument.Parse(_package.Text("build/net8.0/ModelGen.props")).Descendants("ModelGenMinimumCompiler").Single().Value);

        string[] roslyn = [.. references.Keys.Where(name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))];
        Assert.Subset(AroundRoslyn, references.Keys.Except(roslyn).ToHashSet());
        Assert.All(roslyn, name => Assert.Equal(oldest, new Version(references[name].Major, references[name].Minor)));
        Assert.Equal(entry.EndsWith("Compiler.dll", StringComparison.Ordinal), !references.ContainsKey("Microsoft.CodeAnalysis"));

        using MetadataReaderProvider symbols = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(
            assembly.DebugEntry(DebugDirectoryEntryType.EmbeddedPortablePdb)!.Value);
        Assert.All(symbols.GetMetadataReader().SourceFiles(), file => Assert.StartsWith("/_/", file, StringComparison.Ordinal));
    }

    private static void AssertEntries(ZipArchive package, string[] expected) => Assert.Equal(
        expected.Concat(Envelope).Order(StringComparer.Ordinal),
        package.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal));

    private static string[] Fingerprint(string path)
    {
        using ZipArchive package = ZipFile.OpenRead(path);
        return [.. package.Entries.Select(entry => $"{entry.FullName} {entry.LastWriteTime:O} {entry.Length} {entry.Crc32:x8}")];
    }

    private static IEnumerable<string> Links(string markdown) =>
        markdown.Split("](").Skip(1).Select(link => link.Split(')')[0]);
}
