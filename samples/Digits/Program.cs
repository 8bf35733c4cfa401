using System.Runtime.InteropServices;
using Digits;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Training;

const double NeededAccuracy = 0.97;

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

    // The network is declared in Model.cs.
    Console.WriteLine(DigitNet.Summary);
    Console.WriteLine();
    DigitNet model = new(options.Seed);
    History history = model.Fit(training, options.Epochs, seed: options.Seed);
    Console.WriteLine($"\nTrained on {training.Count} digits in {history.TrainingSeconds:0.0} s. On the other {test.Count}:\n");

    ConfusionMatrix confusion = ConfusionMatrix.Of(model, test);
    Console.WriteLine(confusion);

    model.Save(options.Out);
    DigitNet loaded = DigitNet.Load(options.Out);
    Console.WriteLine($"Saved to {options.Out}, and loaded into a fresh network.\n");

    float[] scores = Predict(model, test), scoresOfLoaded = Predict(loaded, test);
    int[] wrong = [.. Enumerable.Range(0, test.Count).Where(i => Classification.ArgMax(Scores(i)) != test.Target(i)[0])];
    DigitArt.Print(Console.Out, test, scoresOfLoaded, [0, 1, 2, 3, 4, .. wrong.Take(5)]);

    ReadOnlySpan<float> Scores(int i) => scores.AsSpan(i * DigitNet.OutputSize, DigitNet.OutputSize);

    bool sameBits = MemoryMarshal.AsBytes<float>(scores).SequenceEqual(MemoryMarshal.AsBytes<float>(scoresOfLoaded));
    Console.WriteLine(sameBits
        ? $"Both networks give the same bits: {scores.Length} of {scores.Length} scores."
        : "FAILED: the loaded network gives other bits.");
    bool accurate = confusion.Accuracy >= NeededAccuracy;
    if (!accurate)
        Console.WriteLine($"FAILED: the accuracy is {confusion.Accuracy:0.0%}; {NeededAccuracy:0%} is needed.");
    return sameBits && accurate ? 0 : 1;
}

static float[] Predict(DigitNet model, Dataset<int> data)
{
    float[] scores = new float[data.Count * DigitNet.OutputSize];
    model.Predict(data.Inputs, scores);
    return scores;
}
