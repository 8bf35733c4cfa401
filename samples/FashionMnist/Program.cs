using FashionMnist;
using ModelGen;
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
    Options options = Options.Parse(args);
    if (options.Docs is string document)
        Figures.Write(document, options);
    else
        Run(options);
    return 0;
}
catch (Exception problem) when (problem is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

static void Run(Options options)
{
    Experiment experiment = Experiment.Prepare(options);
    string others = options.Validate ? "Held back" : "Test";
    Console.WriteLine(
        $"{"Training:",-10} {experiment.Training}\n{others + ":",-10} {experiment.Test}\nStandardised by {experiment.Standardization}\n");

    // The networks are declared in Models.cs; the compiler wrote the rest of the classes.
    Console.WriteLine(options.Model.Summary);
    Console.WriteLine();
    (ITrainable<int> model, History history) = experiment.Train(options);
    ConfusionMatrix confusion = experiment.Measure(model);
    Console.WriteLine(
        $"\nTrained for {options.Epochs} epochs in {history.TrainingSeconds:0.0} s. On the "
            + $"{(options.Validate ? "images held back" : "test images")}:\n");
    Console.WriteLine(confusion.ToString(ProgressReport.ConsoleColumns));
    Console.WriteLine();
    Console.WriteLine(confusion.PerClass());

    if (options.Mistakes is string picture)
    {
        MistakeGrid.Save(picture, experiment.Test, Mistake.Of(model, experiment.Test));
        Console.WriteLine($"\nThe surest mistakes are in {picture}");
    }

    if (options.Out is string weights)
    {
        model.Save(weights);
        Console.WriteLine($"\nThe weights are in {weights}");
    }
}
