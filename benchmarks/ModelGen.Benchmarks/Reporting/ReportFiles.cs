using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGen.Benchmarks.Reporting;

/// <summary>Writes what a command found out into files.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The page of the docs that shows the tables.</summary>
    public static string Docs => Path.Combine(Repository.Root, "docs", "performance.md");

    /// <summary>Writes <c>name.md</c> and <c>name.json</c>, and if wanted the part of the docs with that name.</summary>
    /// <param name="folder">The folder; made if it does not exist.</param>
    /// <param name="name">The name of the command.</param>
    /// <param name="markdown">The whole report for people.</param>
    /// <param name="report">The whole report for programs.</param>
    /// <param name="section">The part for the docs, or null to leave them.</param>
    /// <param name="machine">Null, or the machine below whose heading it stands there, beside others.</param>
    public static void Write(string folder, string name, string markdown, object report, string? section, Machine? machine = null)
    {
        Directory.CreateDirectory(folder);
        string page = Path.Combine(folder, name + ".md"), data = Path.Combine(folder, name + ".json");
        File.WriteAllText(page, markdown);
        File.WriteAllText(data, ToJson(report) + "\n");
        if (section is not null) MarkdownSection.Replace(Docs, name, section, machine?.Processor);
        Console.WriteLine($"Reports: {page}, {data}{(section is null ? "" : ", " + Docs)}");
    }

    /// <summary>A report as JSON.</summary>
    internal static string ToJson(object report) => JsonSerializer.Serialize(report, Json);
}
