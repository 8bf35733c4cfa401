using Xunit;

namespace ModelGen.Package.Tests.Samples;

/// <summary>The samples as a stranger has them: a copy, which gets ModelGen as a package.</summary>
internal static class SampleFolder
{
    private const string FromSource = "<Import Project=\"../FromSource.props\" />";

    /// <summary>Copies a sample and what it shares with others. The shell is in its folder then.</summary>
    public static Shell Sample(this Feed feed, string name, string stranger)
    {
        Shell shell = feed.Stranger(stranger);
        string samples = Path.Combine(Build.RepositoryRoot, "samples");
        foreach (string folder in (string[])["Digits", "Shared", name])
            Copy(Path.Combine(samples, folder), Path.Combine(shell.Folder, folder));
        File.Copy(Path.Combine(Build.RepositoryRoot, "Directory.Packages.props"), Path.Combine(shell.Folder, "Directory.Packages.props"));
        string project = Path.Combine(shell.Folder, name, name + ".csproj");
        string text = File.ReadAllText(project);
        Assert.Contains(FromSource, text, StringComparison.Ordinal);
        string package = $"<ItemGroup><PackageReference Include=\"ModelGen\" VersionOverride=\"{Build.Version}\" /></ItemGroup>";
        File.WriteAllText(project, text.Replace(FromSource, package, StringComparison.Ordinal));
        shell.Type("cd " + name);
        return shell;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (string folder in Directory.GetDirectories(from))
        {
            if (Path.GetFileName(folder) is not ("bin" or "obj")) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
