using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Members;

public class SummaryTests
{
    [Fact]
    public void The_surface_of_a_small_model() => Snapshot.Match(ModelCompiler.EmitSurface(Declare.DigitNet)!.Text, "DigitNet", "txt");

    [Fact]
    public void The_table_of_a_small_model() => Snapshot.Match(SummaryOf(ModelCompiler.EmitSurface(Declare.DigitNet)!.Text), "Table", "txt");

    [Fact]
    public void The_table_of_a_wired_model() =>
        Snapshot.Match(SummaryOf(ModelCompiler.EmitSurface(Declare.Wired(Declare.Class("Wired")))!.Text), "Wired", "txt");

    [Fact]
    public void The_table_of_blocks_in_blocks() => Snapshot.Match(SummaryOf(ModelCompiler.EmitSurface(Declare.Blocks)!.Text), "Blocks", "txt");

    private static string SummaryOf(string surface)
    {
        const string quotes = "\"\"\"";
        var start = surface.IndexOf(quotes, StringComparison.Ordinal) + quotes.Length + 1;
        var end = surface.IndexOf(quotes, start, StringComparison.Ordinal);
        return string.Join('\n', surface[start..end].Split('\n').Select(line => line.TrimStart())).TrimEnd() + "\n";
    }
}
