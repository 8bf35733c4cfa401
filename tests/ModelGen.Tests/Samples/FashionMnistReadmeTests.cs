using System.Globalization;
using System.Runtime.CompilerServices;
using FashionMnist;

namespace ModelGen.Tests.Samples;

/// <summary>The figures in the README of samples/FashionMnist are those of its networks, and what its trainings give.</summary>
public sealed class FashionMnistReadmeTests
{
    private const string PerClass = "--model lenet --per-class";

    private static string Readme { get; } = File.ReadAllText(Path.Combine(Folder(), "README.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Commands => [.. Figures.Commands(Readme).Select(words => string.Join(' ', words))];

    private static string Folder([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../samples/FashionMnist");

    [Fact]
    public void Each_figure_has_a_command_that_the_program_knows()
    {
        Assert.NotNull(Figures.Read(Readme, "--model lenet"));
        Assert.NotNull(Figures.Read(Readme, PerClass));
        foreach (string[] words in Figures.Commands(Readme))
            Assert.Null(Options.Parse([.. words.Where(word => word != "--per-class")]).Docs);
    }

    [Fact]
    public void The_sizes_are_those_of_the_networks()
    {
        foreach (ModelChoice choice in ModelChoice.All)
        {
            string[] cells =
            [
                .. Readme
                    .Split('\n')
                    .Single(line => line.StartsWith($"| `{choice.Name}`", StringComparison.Ordinal))
                    .Split('|')
                    .Select(cell => cell.Trim()),
            ];
            Assert.Contains($"\nTotal params: {cells[2]}\n", choice.Summary, StringComparison.Ordinal);

            // Large counts are shown in millions.
            double millions = double.Parse(cells[3], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) / 1e6;
            Assert.True(
                choice.Summary.Contains($"\nTotal mult-adds: {cells[3]}\n", StringComparison.Ordinal)
                    || choice.Summary.Contains(
                        $"\nTotal mult-adds (M): {millions.ToString("0.00", CultureInfo.InvariantCulture)}\n",
                        StringComparison.Ordinal),
                choice.Summary);
        }
    }

    [Fact]
    public void The_table_per_class_agrees_with_the_accuracy()
    {
        string last = Figures.Read(Readme, PerClass)!.Split('\n')[^3];
        Assert.EndsWith(Figures.Read(Readme, "--model lenet")!, last, StringComparison.Ordinal);
        Assert.Equal(Figures.Read(Readme, "--model lenet"), Percent(last));
    }

    private static string Percent(string line) =>
        (100 * (int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2], CultureInfo.InvariantCulture) / 10000.0)).ToString(
            "0.0",
            CultureInfo.InvariantCulture) + "%";

    [ExhaustiveTheory]
    [MemberData(nameof(Commands))]
    public void Each_figure_is_what_its_command_gives(string command)
    {
        if (FashionMnistPackage.Missing is not null) return;
        Assert.Equal(Figures.Read(Readme, command), Figures.Figure(command, Options.Parse([]), []));
    }

    [Fact]
    public void Figures_are_written_between_their_marks_and_the_rest_stays()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("page.md", "no figure, <!-- a comment -->\n");
        Figures.Write(path, Options.Parse([]));
        Assert.Equal("no figure, <!-- a comment -->\n", File.ReadAllText(path));
        Assert.Contains(
            "is not closed",
            Assert
                .Throws<InvalidDataException>(() => Figures.Write(folder.Write("open.md", "<!-- --model lenet -->90%"), Options.Parse([])))
                .Message,
            StringComparison.Ordinal);
    }
}
