using ModelGen.Benchmarks.Peers;

namespace ModelGen.Benchmarks.Tests;

public class CommandLineTests
{
    [Fact]
    public void Defaults_are_all_workloads_and_fifteen_rounds_of_50_ms()
    {
        PeersOptions options = PeersOptions.Parse([])!;

        Assert.Equal(
            [
                "I1", "I2", "I3", "I4", "I4x64", "I5-gru8", "I5-gru16", "I5-gru32", "I5-gru64", "I5-lstm8", "I5-lstm16", "I5-lstm32",
                "I5-lstm64", "I8", "R18", "I7", "I7kv", "tiny", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8",
            ],
            options.Workloads.Select(workload => workload.Id));
        Assert.Equal(15, options.Rounds.Count);
        Assert.Equal(50, options.Rounds.Duration.TotalMilliseconds);
        Assert.Equal(1, options.Threads[0]);
        Assert.Null(options.Width);
        Assert.False(options.Docs);
        Assert.EndsWith(Path.Combine("artifacts", "benchmarks"), options.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Workloads_keep_the_order_of_the_table_and_need_no_capitals()
    {
        PeersOptions options = PeersOptions.Parse(["t2", "I1", "--threads", "1", "--width", "256", "--quick"])!;

        Assert.Equal(["I1", "T2"], options.Workloads.Select(workload => workload.Id));
        Assert.Equal([1], options.Threads);
        Assert.Equal(256, options.Width);
        Assert.Equal(5, options.Rounds.Count);
    }

    [Theory]
    [InlineData("'T99' is not a workload; there are I1, I2,", "T1", "T99")]
    [InlineData("'--round' is not an option; there are --rounds,", "--round", "3")]
    [InlineData("--rounds needs a value: --rounds N.", "--rounds")]
    [InlineData("--rounds is 'many'; it must be a whole number from 1 to 1000.", "--rounds", "many")]
    [InlineData("--rounds is '0'; it must be a whole number from 1 to 1000.", "--rounds", "0")]
    [InlineData("--threads is '9999'; it must be a whole number from 1 to", "--threads", "1,9999")]
    [InlineData("--width is '64'; it must be 512, 256 or 128.", "--width", "64")]
    [InlineData("--quick is given twice.", "--quick", "--quick")]
    public void A_mistake_is_answered_with_what_is_possible(string message, params string[] arguments)
    {
        UsageException problem = Assert.Throws<UsageException>(() => PeersOptions.Parse(arguments));

        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_every_workload_and_option()
    {
        Assert.Null(PeersOptions.Parse(["--help"]));
        Assert.All(
            PeersOptions.Parse([])!.Workloads,
            workload => Assert.Contains($"{workload.Id,-6}{workload.Title}", PeersOptions.HelpText, StringComparison.Ordinal));
        Assert.All(
            ["--rounds N", "--threads LIST", "--width BITS", "--out FOLDER", "--docs", "--quick", "--python PATH", "--onnxruntime PATH"],
            option => Assert.Contains(option, PeersOptions.HelpText, StringComparison.Ordinal));
    }
}
