using System.Globalization;
using System.Text;
using ModelGen.Metrics;

namespace FashionMnist;

/// <summary>
/// The figures of README.md that a training gives: <c>--docs README.md</c> trains anew and writes them there. Each stands behind the
/// command that prints it, between marks: <c>&lt;!-- --model lenet --&gt;90.5%&lt;!-- end --&gt;</c>; with <c>--per-class</c> in the
/// command, it is the table per
/// class.
/// </summary>
internal static class Figures
{
    private const string PerClass = "--per-class", Begin = "<!-- --", BeginsEnd = " -->", End = "<!-- end -->";

    /// <summary>The commands of a document, as words.</summary>
    public static IReadOnlyList<string[]> Commands(string document) =>
        [.. Parts(document).Select(part => part.Command.Split(' ')).DistinctBy(words => string.Join(' ', words))];

    /// <summary>What stands in a document behind a command, or null if there is no such command.</summary>
    public static string? Read(string document, string command) =>
        Parts(document).Where(part => part.Command == command).Select(part => document[part.Start..part.Stop]).FirstOrDefault();

    /// <summary>Writes all figures of a file anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Where the data are, and how many threads to use.</param>
    public static void Write(string path, Options options)
    {
        string document = File.ReadAllText(path);
        Dictionary<string, ConfusionMatrix> trained = [];
        StringBuilder written = new();
        int copied = 0;
        foreach ((string command, int start, int stop) in Parts(document))
        {
            written.Append(document, copied, start - copied).Append(Figure(command, options, trained));
            copied = stop;
        }

        File.WriteAllText(path, written.Append(document, copied, document.Length - copied).ToString());
    }

    /// <summary>What a command's training gives, as the document shows it.</summary>
    public static string Figure(string command, Options options, Dictionary<string, ConfusionMatrix> trained)
    {
        bool table = command.EndsWith(" " + PerClass, StringComparison.Ordinal);
        string arguments = table ? command[..^(PerClass.Length + 1)] : command;
        if (!trained.TryGetValue(arguments, out ConfusionMatrix? confusion))
        {
            Console.WriteLine($"\n{arguments}");
            Options asked = Options.Parse(arguments.Split(' ')) with { Data = options.Data, Threads = options.Threads };
            Experiment experiment = Experiment.Prepare(asked);
            confusion = experiment.Measure(experiment.Train(asked).Model);
            trained.Add(arguments, confusion);
        }

        return table
            ? $"\n```\n{confusion.PerClass()}\n```\n"
            : (100 * confusion.Accuracy).ToString("0.0", CultureInfo.InvariantCulture) + "%";
    }

    private static IEnumerable<(string Command, int Start, int Stop)> Parts(string document)
    {
        for (
            int at = document.IndexOf(Begin, StringComparison.Ordinal);
            at >= 0;
            at = document.IndexOf(Begin, at + 1, StringComparison.Ordinal))
        {
            int first = at + Begin.Length - 2,
                last = document.IndexOf(BeginsEnd, first, StringComparison.Ordinal),
                start = last + BeginsEnd.Length;
            int stop = document.IndexOf(End, start, StringComparison.Ordinal);
            if (last < 0 || stop < 0)
                throw new InvalidDataException($"A mark of a figure is not closed: {document[at..Math.Min(document.Length, at + 60)]}");
            yield return (document[first..last], start, stop);
        }
    }
}
