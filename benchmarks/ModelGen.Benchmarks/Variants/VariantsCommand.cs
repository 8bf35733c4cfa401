using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Peers;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Variants;

/// <summary>A command that measures training steps in turn with those of models that differ in one thing.</summary>
/// <param name="name">What it is called.</param>
/// <param name="description">What the help says of it.</param>
/// <param name="all">Its series.</param>
internal sealed class VariantsCommand(string name, string description, IReadOnlyList<VariantSeries> all)
{
    private static readonly IReadOnlyList<Option> Options =
        [CommonOptions.Rounds, CommonOptions.Width, CommonOptions.Quick, CommonOptions.Help];

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind its name.</param>
    public int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Has(CommonOptions.Help.Name))
        {
            Console.WriteLine(HelpText);
            return 0;
        }

        string? unknown = line.Words.FirstOrDefault(word => !all.Any(series => series.Id == word));
        if (unknown is not null)
            throw new UsageException($"'{unknown}' is not a series; there are {string.Join(", ", all.Select(s => s.Id))}.");
        Rounds rounds = CommonOptions.RoundsOf(line);
        int bits = CommonOptions.Apply(CommonOptions.WidthOf(line));
        Console.WriteLine(Machine.This(bits));
        foreach (VariantSeries series in all.Where(s => line.Words.Count == 0 || line.Words.Contains(s.Id)))
            Measure(series, rounds, bits);
        return 0;
    }

    private string HelpText => $"""
        Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- {name} [series] [options]

            Measures whole training steps with one thread. {description}
            The ratios are those of the medians and of the best rounds, to those of the first.

        Series (default: all): {string.Join(", ", all.Select(series => series.Id))}

        Options:
        {CommandLine.Describe(Options)}
        """;

    private void Measure(VariantSeries series, Rounds rounds, int bits)
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
            ["<" + name, "median", "best", "ratio of medians", "ratio of best"],
            [
                .. series.Variants.Select((variant, i) => new[]
                {
                    variant.Name,
                    Format.Time(timings[i].Median),
                    Format.Time(timings[i].Rounds.Min()),
                    Format.Digits(timings[i].Median / median),
                    Format.Digits(timings[i].Rounds.Min() / best),
                }),
            ]).Show();
        if (Unrest.Warning([(series.Id, timings[^1].Unrest)]) is { } warning) Console.WriteLine(warning);
    }
}
