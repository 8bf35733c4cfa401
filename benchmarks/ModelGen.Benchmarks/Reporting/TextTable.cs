using System.Text;
using Spectre.Console;

namespace ModelGen.Benchmarks.Reporting;

/// <summary>A table of texts that can be shown on the terminal and written as Markdown.</summary>
/// <param name="Columns">The headings; those that start with <c>&lt;</c> are aligned to the left, all others to the right.</param>
/// <param name="Rows">The cells.</param>
internal sealed record TextTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const char LeftMark = '<';
    private const int LeastWidth = 170;

    /// <summary>A table in GitHub's Markdown.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        Line(Columns.Select(column => column.TrimStart(LeftMark)));
        Line(Columns.Select(column => column.StartsWith(LeftMark) ? "---" : "---:"));
        foreach (IReadOnlyList<string> row in Rows) Line(row);
        return text.ToString();

        void Line(IEnumerable<string> cells) =>
            text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|"))).Append(" |\n");
    }

    /// <summary>Prints it. On a terminal that is too narrow the lines wrap, but no cell is broken up.</summary>
    public void Show()
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
        console.Profile.Width = Math.Max(console.Profile.Width, LeastWidth);
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string column in Columns)
        {
            TableColumn heading = new(new Text(column.TrimStart(LeftMark), new Style(decoration: Decoration.Bold))) { NoWrap = true };
            table.AddColumn(column.StartsWith(LeftMark) ? heading : heading.RightAligned());
        }

        foreach (IReadOnlyList<string> row in Rows) table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }
}
