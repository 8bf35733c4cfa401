using System.Globalization;
using Distributed;
using FashionMnist;
using ModelGen.Data;
using ModelGen.Mpi;
using ModelGen.Training;

const int DefaultEpochs = 3, BatchSize = 128, Seed = 1;

if (args.Contains("--help"))
{
    Console.WriteLine($"""
        A small ResNet learns Fashion-MNIST in as many processes as mpirun starts.

        Usage: mpirun -n <ranks> --bind-to none dotnet <folder of the build>/Distributed.dll [options]

          --epochs <n>    how often each image is seen, at least 1 (default: {DefaultEpochs})
          --images <n>    how many of the 60,000 training images are used (default: all)
          --data <folder> where Fashion-MNIST is (default: {FashionMnistData.DebianFolder})
          --exact         the same bits for any number of ranks
          --sync          batch normalization over the whole batch
          --row           ends with a row of a table: ranks, seconds, images a second, accuracy
          --plan          what 8, 64 and 512 ranks would gain, from a step that is measured here

        Exit codes: 0 success, 2 a bad option or an unusable file, 1 to 125 when a rank has failed.
        """);
    return 0;
}

try
{
    return Run(args);
}
catch (Exception problem) when (problem is ArgumentException or IOException or InvalidDataException or MpiException)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

static int Run(string[] args)
{
    if (args.Contains("--plan")) return Plan();
    int epochs = Number(args, "--epochs", DefaultEpochs), images = Number(args, "--images", 60_000);
    (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(Text(args, "--data"));
    if (images < training.Count) (training, _) = training.Split((double)images / training.Count, Seed);

    // The only line that knows of several processes, and the second argument of Fit.
    DataParallel parallel = new(Mpi.World)
    {
        Reproducible = args.Contains("--exact"),
        SyncBatchNorm = args.Contains("--sync"),
        GroupSize = 32,
    };
    ResNet model = new(Seed);
    FitOptions<int> options = new()
    {
        Epochs = epochs,
        BatchSize = BatchSize,
        Seed = Seed,
        Validation = test,
        Schedule = new OneCycle((training.Count + BatchSize - 1) / BatchSize * (long)epochs),
    };
    History history = model.Fit(training, options, parallel);

    if (!parallel.IsFirst)
        return 0;
    double accuracy = history["val_accuracy"][^1], seconds = history.TrainingSeconds;
    Console.WriteLine($"{parallel.World.Size} ranks, {parallel.World.Library}: {accuracy:P1} of the test images after {seconds:0.0} s.");
    if (args.Contains("--row"))
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {parallel.World.Size} | {seconds:0.0} | {training.Count * (double)epochs / seconds:0} | {accuracy:0.000} |"));
    }

    return 0;
}

// A step is measured; a GPT of 25 million parameters has six operations for each parameter and token, at the same rate.
static int Plan()
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

    return 0;
}

static string? Text(string[] args, string option)
{
    int place = Array.IndexOf(args, option);
    if (place < 0) return null;
    return place + 1 < args.Length ? args[place + 1] : throw new ArgumentException($"{option} needs a value; --help shows which.");
}

static int Number(string[] args, string option, int otherwise) => Text(args, option) is not { } text ? otherwise
    : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number
    : throw new ArgumentException($"{option} must be a whole number from 1 to {int.MaxValue}; '{text}' was given.");
