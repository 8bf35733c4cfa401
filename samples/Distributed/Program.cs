using System.Globalization;
using Distributed;
using FashionMnist;
using ModelGen.Data;
using ModelGen.Mpi;
using ModelGen.Training;
using Samples;

const int BatchSize = 128, Seed = 1;

try
{
    return CommandLine.Run(args, Options.Help, () => Run(Options.Parse(args)));
}
catch (MpiException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

static void Run(Options options)
{
    if (options.OnlyPlans)
    {
        Plan();
        return;
    }

    (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(options.Data);
    if (options.Images < training.Count) (training, _) = training.Split((double)options.Images.Value / training.Count, Seed);

    // The only line that knows of several processes, and the second argument of Fit.
    DataParallel parallel = new(Mpi.World)
    {
        Reproducible = options.IsExact,
        SyncBatchNorm = options.IsSynchronized,
        GroupSize = 32,
    };
    ResNet model = new(Seed);
    FitOptions<int> fit = new()
    {
        Epochs = options.Epochs,
        BatchSize = BatchSize,
        Seed = Seed,
        Validation = test,
        Schedule = new OneCycle((training.Count + BatchSize - 1) / BatchSize * (long)options.Epochs),
    };
    History history = model.Fit(training, fit, parallel);

    if (!parallel.IsFirst) return;
    double accuracy = history["val_accuracy"][^1], seconds = history.TrainingSeconds;
    Console.WriteLine($"{parallel.World.Size} ranks, {parallel.World.Library}: {accuracy:P1} of the test images after {seconds:0.0} s.");
    if (options.PrintsRow)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {parallel.World.Size} | {seconds:0.0} | {training.Count * (double)options.Epochs / seconds:0} | {accuracy:0.000} |"));
    }
}

// A step is measured; a GPT of 25 million parameters has six operations for each parameter and token, at the same rate.
static void Plan()
{
    const int Samples = 512, Tokens = 256;
    const double Latency = 20e-6;
    ResNet model = new(Seed);
    float[] inputs = new float[Samples * ResNet.InputSize];
    int[] labels = new int[Samples];
    model.TrainStep(inputs, labels);
    double best = double.PositiveInfinity;
    for (int i = 0; i < 5; i++)
    {
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        model.TrainStep(inputs, labels);
        best = Math.Min(best, System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    const double MultiplyAdds = 1.72e6; // of a sample, forward: ResNet.Summary
    double rate = 3 * 2 * MultiplyAdds * Samples / best;
    Console.WriteLine($"A step of {Samples} images takes {best:0.000} s on one core: {rate / 1e9:0} Gflop/s.");
    StepTime images = new(best, 4.0 * ResNet.ParameterCount, Samples);
    StepTime gpt = new(6.0 * 25e6 * Tokens * Samples / rate, 4.0 * 25e6, Samples);
    int[] ranks = [2, 4, 8, 64, 512];
    Console.WriteLine($"| model, link | {string.Join(" | ", ranks.Select(n => $"{n} ranks"))} |");
    foreach (double gigabits in (double[])[10, 100])
    {
        Console.WriteLine(images.Row("ResNet", gigabits * 1e9, Latency, ranks));
        Console.WriteLine(gpt.Row("GPT of 25 M", gigabits * 1e9, Latency, ranks));
    }
}
