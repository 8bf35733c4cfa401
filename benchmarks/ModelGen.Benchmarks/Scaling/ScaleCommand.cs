using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Peers;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Scaling;

/// <summary>The command <c>scale</c>: how the time of a prediction and of a training step grows with the network and the batch.</summary>
internal sealed class ScaleCommand
{
    private static readonly IReadOnlyList<Option> Options =
        [CommonOptions.Rounds, CommonOptions.Width, CommonOptions.Out, CommonOptions.Docs, CommonOptions.Quick, CommonOptions.Help];

    private readonly Dictionary<ScalePoint, ScaleResult> _measured = [];
    private readonly GeneratedAssembly _models;
    private readonly Rounds _rounds;
    private readonly int _bits;

    private ScaleCommand(IEnumerable<ScalePoint> points, Rounds rounds, int bits)
    {
        (_rounds, _bits) = (rounds, bits);
        _models = new GeneratedAssembly(string.Concat(points.DistinctBy(point => point.ClassName).Select(point => point.Declaration)));
    }

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>scale</c>.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Has(CommonOptions.Help.Name))
        {
            Console.WriteLine(HelpText);
            return 0;
        }

        (string Name, IReadOnlyList<ScalePoint> Points)[] wanted = [.. Named(line.Words)];
        Rounds rounds = CommonOptions.RoundsOf(line);
        int bits = CommonOptions.Apply(CommonOptions.WidthOf(line));
        Console.WriteLine("Generating and compiling the networks.");
        ScaleCommand command = new(wanted.SelectMany(series => series.Points), rounds, bits);
        ScaleReport report = new(
            Machine.This(bits),
            rounds.Count,
            rounds.Duration.TotalMilliseconds,
            [.. wanted.Select(series => command.Measure(series.Name, series.Points))]);
        if (report.Warning is { } warning)
            Console.WriteLine(warning);
        ReportFiles.Write(
            CommonOptions.OutOf(line),
            "scale",
            "# How time grows\n\n" + report.Markdown(),
            report,
            line.Has(CommonOptions.Docs.Name) ? report.Markdown() : null,
            report.Machine);
        return 0;
    }

    private static string HelpText => $"""
        Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- scale [series] [options]

            Measures Predict and TrainStep of networks of equal dense layers, whose width, depth or batch grows while the others stay
            at width {ScalePoint.Middle.Width}, depth {ScalePoint.Middle.Depth} and batch {ScalePoint.Middle.Batch}.
            The networks are generated and compiled within the process.

        Series (default: all): {string.Join(", ", ScalePoint.Series.Select(series => series.Name))}

        Options:
        {CommandLine.Describe(Options)}
        """;

    private static IEnumerable<(string Name, IReadOnlyList<ScalePoint> Points)> Named(IReadOnlyList<string> names)
    {
        string? unknown = names.FirstOrDefault(name => !ScalePoint.Series.Any(series => series.Name == name));
        if (unknown is not null)
            throw new UsageException(
                $"'{unknown}' is not a series; there are {string.Join(", ", ScalePoint.Series.Select(series => series.Name))}.");
        return names.Count == 0 ? ScalePoint.Series : ScalePoint.Series.Where(series => names.Contains(series.Name));
    }

    private ScaleSeries Measure(string name, IReadOnlyList<ScalePoint> points)
    {
        ScaleSeries series = new(name, [.. points.Select(Measure)]);
        Console.WriteLine($"Growing {name}: {ScaleReport.Fixed(series)}");
        ScaleReport.Table(series).Show();
        return series;
    }

    /// <summary>Measures a point once: the series cross in one.</summary>
    private ScaleResult Measure(ScalePoint point)
    {
        if (_measured.TryGetValue(point, out ScaleResult? known)) return known;
        ITrainable<float> Create() => _models.Create<float>(point.ClassName, seed: 1);
        float[] inputs = RandomData.Floats(point.Batch * point.Width, seed: 1),
            targets = RandomData.Floats(point.Batch * point.Width, seed: 2);
        OursPredicting predicting = new(Create(), inputs, point.Batch, threads: 1);
        OursTraining<float> training = new(Create, inputs, targets, batches: 1, threads: 1);
        FmaPeak peak = new(_bits);
        predicting.Prepare();
        training.Prepare();
        IReadOnlyList<Timing> timings = _rounds.Measure([predicting, training, peak]);
        return _measured[point] = new ScaleResult(
            point,
            timings[0].Median,
            point.Batch * point.Architecture.ForwardFlop,
            timings[1].Median,
            point.Batch * point.Architecture.TrainingFlop,
            peak.Flop / timings[2].Median,
            timings[2].Unrest);
    }
}
