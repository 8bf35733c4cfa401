using System.Reflection;

namespace ModelGen.Package.Tests;

/// <summary>What the build of this project knows and its tests need.</summary>
internal static class Build
{
    /// <summary>The folder with <c>ModelGen.sln</c>.</summary>
    public static string RepositoryRoot { get; } = Metadata(nameof(RepositoryRoot));

    /// <summary>The folder into which NuGet restored this project.</summary>
    public static string RestoredPackages { get; } = Metadata(nameof(RestoredPackages));

    /// <summary>The folder of the SDK's C# compiler.</summary>
    public static string RoslynFolder { get; } = Metadata(nameof(RoslynFolder));

    /// <summary>The version of the packages.</summary>
    public static string Version { get; } = Metadata(nameof(Version));

    private static string Metadata(string key) => typeof(Build).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
