using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Peers;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Updates;

/// <summary>The command <c>update</c>: what penalties, clipping, limits and averages in the update cost a training step.</summary>
internal static class UpdateCommand
{
    private static readonly IReadOnlyList<Option> Options =
        [CommonOptions.Rounds, CommonOptions.Width, CommonOptions.Quick, CommonOptions.Help];

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>update</c>.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Has(CommonOptions.Help.Name))
        {
            Console.WriteLine(HelpText);
            return 0;
        }

        string? unknown = line.Words.FirstOrDefault(word => !UpdateSeries.All.Any(series => series.Id == word));
        if (unknown is not null)
            throw new UsageException($"'{unknown}' is not a series; there are {string.Join(", ", UpdateSeries.All.Select(s => s.Id))}.");
        Rounds rounds = CommonOptions.RoundsOf(line);
        int bits = CommonOptions.Apply(CommonOptions.WidthOf(line));
        Console.WriteLine(Machine.This(bits));
        foreach (UpdateSeries series in UpdateSeries.All.Where(s => line.Words.Count == 0 || line.Words.Contains(s.Id)))
            Measure(series, rounds, bits);
        return 0;
    }

    private static string HelpText => $"""
        Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- update [series] [options]

            Measures whole training steps with one thread, whose update does more than plain Adam's, in turn with those of plain Adam.
            The ratios are those of the medians and of the best rounds.

        Series (default: all): {string.Join(", ", UpdateSeries.All.Select(series => series.Id))}

        Options:
        {CommandLine.Describe(Options)}
        """;

    private static void Measure(UpdateSeries series, Rounds rounds, int bits)
    {
        const int batches = 20;
        float[] inputs = RandomData.Floats(batches * series.Samples * 784, seed: 1);
        int[] labels = RandomData.Labels(batches * series.Samples, 10, seed: 2);
        Ours[] contestants =
            [.. series.Variants.Select(variant =>
                new OursTraining<int>(variant.Create, inputs, labels, batches, threads: 1, variant.Behind))];
        foreach (Ours contestant in contestants) contestant.Prepare();
        FmaPeak peak = new(bits);
        IReadOnlyList<Timing> timings = rounds.Measure([.. contestants, peak]);
        (double median, double best) = (timings[0].Median, timings[0].Rounds.Min());
        Console.WriteLine($"{series.Id}, batch {series.Samples}");
        new TextTable(
            ["<update", "median", "best", "ratio of medians", "ratio of best"],
            [
                .. series.Variants.Select((variant, i) => new[]
                {
                    variant.Added,
                    Format.Time(timings[i].Median),
                    Format.Time(timings[i].Rounds.Min()),
                    Format.Digits(timings[i].Median / median),
                    Format.Digits(timings[i].Rounds.Min() / best),
                }),
            ]).Show();
        if (Unrest.Warning([(series.Id, timings[^1].Unrest)]) is { } warning) Console.WriteLine(warning);
    }
}
