using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Compiler.Weights;

namespace ModelGen.Generator.Frontend;

/// <summary>A file of weights of the project, and a stamp that changes with what is in it.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">As the project lists it, with slashes.</param>
/// <param name="Resource">The name under which it is a resource of the assembly.</param>
/// <param name="Model">The class that it is for, if the project says so.</param>
/// <param name="Length">Its length; -1 if it is not there.</param>
/// <param name="Written">When it was written, in ticks.</param>
internal sealed record WeightsItem(string Path, string Name, string Resource, string? Model, long Length, long Written);

/// <summary>The files of weights that a project lists: <c>ModelGenWeights</c>, which the build files pass on as additional files.</summary>
/// <remarks>
/// Roslyn gives the text of additional files, and these are none: so they are read by their paths, which is what the rule against files in
/// analyzers warns of. What it is there for holds all the same: the compiler lists the file among its inputs, and a stamp tells when it
/// has changed. Analyzer and generator read each file once.
/// </remarks>
internal static class ProjectWeights
{
    private const string Metadata = "build_metadata.AdditionalFiles.", Extension = ".safetensors", ResourcePrefix = "ModelGen.Weights.";

    /// <summary>More than a project lists.</summary>
    private const int Most = 256;

    private static readonly ConcurrentDictionary<WeightsItem, Lazy<WeightsFile>> Known = new();

    /// <summary>All files of a project.</summary>
    public static IReadOnlyList<WeightsFile> Of(AnalyzerOptions project) =>
        project.AdditionalFiles
            .Select(file => Item(file, project.AnalyzerConfigOptionsProvider.GetOptions(file)))
            .OfType<WeightsItem>()
            .Select(Read)
            .ToArray();

    /// <summary>The item of an additional file; null if it is none of weights.</summary>
    public static WeightsItem? Item(AdditionalText file, AnalyzerConfigOptions options)
    {
        if (Option("ModelGenWeights") is not { } name)
        {
            if (!file.Path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)) return null;
            name = file.Path;
        }

        name = name.Replace('\\', '/');
        var resource = Option("ModelGenResource") ?? ResourcePrefix + name.Substring(name.LastIndexOf('/') + 1);
        var (length, written) = Stamp(file.Path);
        return new WeightsItem(file.Path, name, resource, Option("Model"), length, written);

        string? Option(string key) => options.TryGetValue(Metadata + key, out var value) && value.Length > 0 ? value : null;
    }

    public static WeightsFile Read(WeightsItem item)
    {
        if (Known.Count > Most) Known.Clear();
        return Known.GetOrAdd(item, key => new Lazy<WeightsFile>(() => ReadFile(key))).Value;
    }

#pragma warning disable RS1035 // See the remarks.
    private static (long Length, long Written) Stamp(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists ? (file.Length, file.LastWriteTimeUtc.Ticks) : (-1, 0);
        }
        catch (Exception problem) when (IsOfFiles(problem))
        {
            return (-1, 0);
        }
    }

    private static WeightsFile ReadFile(WeightsItem item)
    {
        try
        {
            using var file = new FileStream(item.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new WeightsFile(item.Name, item.Model, WeightsReader.Read(file, item.Resource), null);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return new WeightsFile(
                item.Name, item.Model, null, $"there is no such file. It was looked for at '{Path.GetFullPath(item.Path)}'.");
        }
        catch (Exception problem) when (problem is InvalidDataException || IsOfFiles(problem))
        {
            return new WeightsFile(item.Name, item.Model, null, problem.Message);
        }
    }
#pragma warning restore RS1035

    private static bool IsOfFiles(Exception problem) =>
        problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException
            or System.Security.SecurityException;
}
