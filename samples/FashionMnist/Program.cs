using FashionMnist;
using ModelGen;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;
using ModelGen.Training;

if (args.Contains("--help"))
{
    Console.WriteLine(Options.Help);
    return 0;
}

try
{
    Run(Options.Parse(args));
    return 0;
}
catch (Exception problem) when (problem is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

static void Run(Options options)
{
    // The pixels stay bytes, 47 MB; they become floats batch by batch. Mean and deviation come from the training images alone.
    (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(options.Data);
    if (options.Validate)
        (training, test) = training.Split(5.0 / 6, options.Seed, stratify: true);
    Standardization standardization = Standardization.Fit(training);
    training = training.Standardize(standardization);
    test = test.Standardize(standardization);
    string others = options.Validate ? "Held back" : "Test";
    Console.WriteLine($"{"Training:",-10} {training}\n{others + ":",-10} {test}\nStandardised by {standardization}\n");

    // The networks are declared in Models.cs; the compiler wrote the rest of the classes.
    Console.WriteLine(options.Model.Summary);
    Console.WriteLine();
    ITrainable<int> model = options.Model.Create(options.Seed);
    History history = model.Fit(training, new FitOptions<int>
    {
        Epochs = options.Epochs,
        BatchSize = options.Model.BatchSize,
        Seed = options.Seed,
        Threads = options.Threads,
        Validation = options.Validate ? test : null,
        Callbacks = [new WarmUpAndCosine()],
        Augmentations = options.Augment ? [new HorizontalFlip(), new RandomCrop(padding: 2)] : [],
    });

    ConfusionMatrix confusion = ConfusionMatrix.Of(model, test);
    Console.WriteLine($"\nTrained for {options.Epochs} epochs in {history.TrainingSeconds:0.0} s. On the {(options.Validate ? "images held back" : "test images")}:\n");
    Console.WriteLine(confusion.ToString(ProgressReport.ConsoleColumns));
    Console.WriteLine();
    Console.WriteLine(confusion.PerClass());

    if (options.Mistakes is string picture)
    {
        MistakeGrid.Save(picture, test, Mistake.Of(model, test));
        Console.WriteLine($"\nThe surest mistakes are in {picture}");
    }

    if (options.Out is string weights)
    {
        model.Save(weights);
        Console.WriteLine($"\nThe weights are in {weights}");
    }
}
