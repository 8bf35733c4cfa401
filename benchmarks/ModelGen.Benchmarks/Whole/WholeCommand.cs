using System.Diagnostics;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Reporting;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Whole;

/// <summary>The command <c>whole</c>: predictions in whole numbers of 8 bits beside those in floats, with one thread.</summary>
internal static class WholeCommand
{
    private const int Samples = 64;

    private static readonly (string Id, int InputSize, string Layers)[] Networks =
    [
        ("I3", 784, "[Input(784), Dense(512), Relu, Dense(256), Relu, Dense(10), SoftmaxCrossEntropy, Adam(1e-3)]"),
        ("I4x64", 784, LeNet),
    ];

    private static readonly IReadOnlyList<Option> Options =
        [CommonOptions.Rounds, CommonOptions.Width, CommonOptions.Quick, CommonOptions.Help];

    /// <summary>The layers of LeNet-5.</summary>
    public const string LeNet = """
        [Input(1, 28, 28), Conv2D(6, 5, Padding = 2), Relu, MaxPool2D(2), Conv2D(16, 5), Relu, MaxPool2D(2)]
        [Flatten, Dense(120), Relu, Dense(84), Relu, Dense(10), SoftmaxCrossEntropy, Adam(2e-3)]
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands behind <c>whole</c>.</param>
    public static int Run(IReadOnlyList<string> arguments)
    {
        CommandLine line = CommandLine.Parse(arguments, Options);
        if (line.Words.Count > 0) throw new UsageException($"whole takes no '{line.Words[0]}'; see whole --help.");
        if (line.Has(CommonOptions.Help.Name))
        {
            Console.WriteLine($"""
                Usage: dotnet run -c Release --project benchmarks/ModelGen.Benchmarks -- whole [options]

                Compiles the networks of I3 and I4x64 as apps that only predict, in floats and with Arithmetic.Int8, and measures the
                prediction of {Samples} samples with one thread, in turn. The largest difference of outputs is given, too.

                Options:
                {CommandLine.Describe(Options)}
                """);
            return 0;
        }

        Rounds rounds = CommonOptions.RoundsOf(line);
        int bits = CommonOptions.Apply(CommonOptions.WidthOf(line));
        Console.WriteLine(Machine.This(bits));
        FmaPeak peak = new(bits);
        List<IReadOnlyList<string>> rows = [];
        foreach ((string id, int size, string layers) in Networks)
        {
            float[] inputs = RandomData.Floats(Samples * size, seed: 1);
            Timed floats = new(WholeModel.Make(layers, isWhole: false, _ => { }, inputs), inputs);
            Timed whole = new(WholeModel.Make(layers, isWhole: true, _ => { }, inputs), inputs);
            IReadOnlyList<Timing> timings = rounds.Measure([floats, whole, peak]);
            float largest = floats.Outputs.Max(Math.Abs);
            float apart = floats.Outputs.Zip(whole.Outputs, (a, b) => Math.Abs(a - b)).Max();
            rows.Add(
            [
                id,
                Format.Time(timings[0].Median),
                Format.Time(timings[1].Median),
                Format.Digits(timings[0].Median / timings[1].Median),
                Format.Digits(timings[0].Rounds.Min() / timings[1].Rounds.Min()),
                Format.Digits(100 * apart / largest) + " %",
            ]);
            if (Unrest.Warning([(id, timings[^1].Unrest)]) is { } warning) Console.WriteLine(warning);
        }

        new TextTable(["<network", "floats", "whole numbers", "ratio of medians", "ratio of best", "outputs apart"], rows).Show();
        return 0;
    }

    private sealed class Timed : ITimed
    {
        private readonly WholeModel _model;
        private readonly float[] _inputs;

        public Timed(WholeModel model, float[] inputs)
        {
            (_model, _inputs) = (model, inputs);
            _model.Predict(_inputs, Outputs);
        }

        public float[] Outputs { get; } = new float[Samples * 10];

        public double Time(int repetitions)
        {
            _model.Predict(_inputs, Outputs);
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < repetitions; i++) _model.Predict(_inputs, Outputs);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
