using System.Runtime.InteropServices;
using Digits;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Reporting;
using ModelGen.Training;

const double NeededAccuracy = 0.97;

if (args.Contains("--help"))
{
    Console.WriteLine(Options.Help);
    return 0;
}

try
{
    return Run(Options.Parse(args));
}
catch (Exception problem) when (problem is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(problem.Message);
    return 2;
}

static int Run(Options options)
{
    // A line of the file is a digit: 64 pixels from 0 to 16, then the label. A fifth is put aside for the final test.
    string file = Path.Combine(AppContext.BaseDirectory, "data", "digits.csv.gz");
    Dataset<int> digits = Dataset.FromCsv(file, new CsvOptions { Scale = 1f / 16, InputShape = [1, 8, 8] });
    (Dataset<int> training, Dataset<int> test) = digits.Split(0.8, options.Seed, stratify: true);

    // The network is declared in Model.cs; the compiler wrote the rest of the class.
    Console.WriteLine(DigitNet.Summary);
    Console.WriteLine();
    DigitNet model = new(options.Seed);
    History history = model.Fit(training, options.Epochs, seed: options.Seed);

    ConfusionMatrix confusion = ConfusionMatrix.Of(model, test);
    Console.WriteLine($"\nTrained on {training.Count} digits in {history.TrainingSeconds:0.0} s. On the other {test.Count}:\n");
    Console.WriteLine(confusion.ToString(ProgressReport.ConsoleColumns));

    // The weights in a file, and in a fresh network.
    model.Save(options.Out);
    DigitNet loaded = DigitNet.Load(options.Out);
    Console.WriteLine($"\nSaved to {options.Out}");

    float[] scores = Predict(loaded, test);
    int[] classes = Classification.Classify(loaded, test.Inputs);
    int[] wrong = [.. Enumerable.Range(0, test.Count).Where(i => classes[i] != test.Targets[i])];
    Console.WriteLine("\nSome digits of the test:\n");
    DigitArt.Print(Console.Out, test, scores, [0, 1, 2, 3]);
    if (wrong.Length > 0)
    {
        Console.WriteLine($"\n{wrong.Length} of {test.Count} were taken for another, such as:\n");
        DigitArt.Print(Console.Out, test, scores, wrong.Take(4));
    }

    // Not nearly the same numbers: the same bits.
    bool same = MemoryMarshal.AsBytes<float>(scores).SequenceEqual(MemoryMarshal.AsBytes<float>(Predict(model, test)));
    bool accurate = confusion.Accuracy >= NeededAccuracy;
    Console.WriteLine(same
        ? $"\nThe trained and the loaded network give the same bits: {scores.Length} of {scores.Length} scores."
        : "\nFAILED: the trained and the loaded network give different bits.");
    if (!accurate)
        Console.WriteLine($"FAILED: the accuracy is {confusion.Accuracy:0.0%}; {NeededAccuracy:0%} is needed.");
    return same && accurate ? 0 : 1;
}

static float[] Predict(DigitNet model, Dataset<int> data)
{
    float[] scores = new float[data.Count * DigitNet.OutputSize];
    model.Predict(data.Inputs, scores);
    return scores;
}
