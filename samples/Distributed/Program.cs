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
