using System.Text.Json;
using ModelGen.Benchmarks.Peers;
using ModelGen.Benchmarks.Reporting;

namespace ModelGen.Benchmarks.Tests;

public class ReportTests
{
    [Theory]
    [InlineData(53.1e-9, "53.1 ns")]
    [InlineData(1.234e-6, "1.23 µs")]
    [InlineData(0.0456, "45.6 ms")]
    [InlineData(2, "2.00 s")]
    public void Times_have_a_unit_that_fits(double seconds, string text) => Assert.Equal(text, Format.Time(seconds));

    [Fact]
    public void A_table_is_written_as_markdown()
    {
        TextTable table = new(["<name", "time"], [["a|b", "1"], ["c", "22"]]);

        Assert.Equal("| name | time |\n| --- | ---: |\n| a\\|b | 1 |\n| c | 22 |\n", table.ToMarkdown());
    }

    [Fact]
    public void A_section_of_a_page_is_replaced_and_nothing_else()
    {
        const string page = "before\n<!-- peers:begin -->\nold\n<!-- peers:end -->\nafter\n<!-- scale:begin -->\n<!-- scale:end -->\n";

        string replaced = MarkdownSection.Replaced(page, "peers", "new\n", "page.md");

        Assert.Equal(page.Replace("\nold\n", "\n\nnew\n\n"), replaced);
        Assert.Equal(replaced, MarkdownSection.Replaced(replaced, "peers", "new\n", "page.md"));
        Assert.Contains(
            "page.md",
            Assert.Throws<InvalidOperationException>(() => MarkdownSection.Replaced(page, "startup", "", "page.md")).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Each machine has its tables.</summary>
    [Fact]
    public void What_stands_below_other_headings_of_a_section_stays()
    {
        const string page = "before\n<!-- peers:begin -->\n<!-- peers:end -->\nafter\n";

        string one = MarkdownSection.Replaced(page, "peers", "first\n", "page.md", "One (1)");
        string two = MarkdownSection.Replaced(one, "peers", "second\n", "page.md", "One (2)");
        string again = MarkdownSection.Replaced(two, "peers", "third\n\nfourth\n", "page.md", "One (1)");

        Assert.Equal("before\n<!-- peers:begin -->\n\n#### One (1)\n\nfirst\n\n<!-- peers:end -->\nafter\n", one);
        Assert.Contains("#### One (1)\n\nfirst\n\n#### One (2)\n\nsecond\n\n<!--", two, StringComparison.Ordinal);
        Assert.Contains("-->\n\n#### One (1)\n\nthird\n\nfourth\n\n#### One (2)\n\nsecond\n\n<!--", again, StringComparison.Ordinal);
    }

    [Fact]
    public void Sentences_of_a_section_are_broken_and_tables_are_not()
    {
        const string page = "<!-- x:begin -->\n<!-- x:end -->\n";
        string row = "| " + new string('a', 200) + " |", words = string.Join(' ', Enumerable.Repeat("word", 100)), unbroken = new('b', 200);

        string[] lines = MarkdownSection.Replaced(page, "x", $"{row}\n\n{words}\n\n{unbroken}", "page.md").Split('\n');

        Assert.Contains(row, lines);
        Assert.Contains(unbroken, lines);
        string[] broken = [.. lines.Where(line => line.StartsWith("word", StringComparison.Ordinal))];
        Assert.Equal(4, broken.Length);
        Assert.All(broken, line => Assert.InRange(line.Length, 1, 132));
        Assert.Equal(words, string.Join(' ', broken));
    }

    [Fact]
    public void The_faster_number_of_threads_counts()
    {
        string line = Line(Summary(Report(pyTorch: [Timed("PyTorch", 1, 8e-6), Timed("PyTorch", 2, 6e-6)])), "X1");

        Assert.StartsWith("| X1 | work | 2.00 µs | – | 6.00 µs (2 threads) | 3.00× |", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Shares_are_of_what_was_measured_in_the_same_rounds()
    {
        WorkloadResult workload = Report([]).Workloads[0];

        Assert.Equal(0.5, workload.PeakShare(workload.Ours), 10);
        Assert.Equal(0.25, workload.ReadShare(workload.Ours)!.Value, 10);
        Assert.EndsWith("| 50.0 | 50.0 % | 25.0 % |", Line(Summary(Report([])), "X1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_computes_something_else_has_no_ratio()
    {
        PeersReport report = Report([new Entry("PyTorch", 1, "", "the losses differ", null, null, [])]);

        Assert.Contains("| differs | – |", Line(Summary(report), "X1"), StringComparison.Ordinal);
        Assert.Contains("the losses differ", PeersTables.Markdown(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_peer_stands_there_with_what_installs_it()
    {
        string section = PeersTables.Section(Report([], missing: true));

        Assert.Contains("| missing | – |", section, StringComparison.Ordinal);
        Assert.Contains("- PyTorch: missing, nothing found (`apt-get install it`)", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_second_thread_has_a_column_and_peers_are_compared_with_one()
    {
        string line = Line(Summary(Report([Timed("ModelGen", 2, 1e-6), Timed("PyTorch", 1, 8e-6)])), "X1");

        Assert.StartsWith("| X1 | work | 2.00 µs | 2.00× | 8.00 µs (1 thread) | 4.00× |", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_busy_machine_is_mentioned()
    {
        Assert.Null(PeersTables.Warning(Report([])));
        Assert.StartsWith("The machine was not idle: during X1", PeersTables.Warning(Report([], unrest: 1.5)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_for_programs_has_every_round()
    {
        using JsonDocument json = JsonDocument.Parse(ReportFiles.ToJson(Report([Timed("PyTorch", 1, 8e-6)])));

        JsonElement entry = json.RootElement.GetProperty("workloads")[0].GetProperty("entries")[1];
        Assert.Equal("PyTorch", entry.GetProperty("name").GetString());
        Assert.Equal(8e-6, entry.GetProperty("rounds")[0].GetDouble());
    }

    private static string Summary(PeersReport report) => PeersTables.Summary(report).ToMarkdown();

    private static string Line(string markdown, string id) =>
        markdown.Split('\n').Single(line => line.StartsWith($"| {id} |", StringComparison.Ordinal));

    private static Entry Timed(string name, int threads, double seconds) => new(name, threads, "", null, seconds, seconds, [seconds]);

    /// <summary>A workload of 100,000 operations and 1,000 bytes that takes us 2 µs, at a peak of 100 GFLOP/s and 2 GB/s.</summary>
    private static PeersReport Report(IReadOnlyList<Entry> pyTorch, bool missing = false, double unrest = 1) =>
        new(
            new Machine("processor", 2, "system", "runtime", 512),
            3,
            50,
            [
                new PeerDescription(
                    "PyTorch",
                    missing ? null : "1.0",
                    [missing ? "nothing found" : "found"],
                    missing ? "apt-get install it" : null,
                    ""),
            ],
            [new WorkloadResult("X1", "work", 1e5, 1000, 1e11, unrest, 2e9, [Timed("ModelGen", 1, 2e-6), .. pyTorch])]);
}
