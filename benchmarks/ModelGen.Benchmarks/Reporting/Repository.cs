namespace ModelGen.Benchmarks.Reporting;

/// <summary>Where the repository lies that this program was built from.</summary>
internal static class Repository
{
    /// <summary>The folder with ModelGen.sln.</summary>
    /// <exception cref="InvalidOperationException">The program has been moved out of the repository.</exception>
    public static string Root { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ModelGen.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException(
                $"No folder above '{AppContext.BaseDirectory}' has a ModelGen.sln; the benchmark needs its repository.");
    }
}
