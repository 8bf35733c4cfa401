using System.Diagnostics;
using ModelGen.Data;
using ModelGen.Metrics;
using ModelGen.Training;
using Samples;
using TransferLearning;

return CommandLine.Run(args, Options.Help, () => Train(Options.Parse(args)));

static void Train(Options options)
{
    DirectoryInfo? written = options.Images is null ? Directory.CreateTempSubdirectory("clothes-") : null;
    try
    {
        if (written is not null) Clothes.Write(written.FullName, options.Count);
        string folder = options.Images ?? written!.FullName;
        Dataset<int> training = Read(Path.Combine(folder, "train"), null);
        Dataset<int> test = Read(Path.Combine(folder, "test"), training.ClassNames);

        long start = Stopwatch.GetTimestamp();
        Dataset<int> seen = Features.Of(training), unseen = Features.Of(test);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine($"{training.Count} + {test.Count} images became {Features.Size} features each in {seconds:0.0} s");

        Standardization standardization = Standardization.Fit(seen);
        Head head = new(options.Seed);
        head.Fit(seen.Standardize(standardization), new FitOptions<int>
        {
            Epochs = options.Epochs,
            BatchSize = 32,
            Seed = options.Seed,
            Progress = null,
        });
        ConfusionMatrix matrix = ConfusionMatrix.Of(head, unseen.Standardize(standardization));
        Console.WriteLine(matrix);
        head.Save("head.safetensors");
        Console.WriteLine($"Accuracy on images that it has not seen: {matrix.Accuracy:0.0 %}. Weights: head.safetensors");
    }
    finally
    {
        written?.Delete(recursive: true);
    }
}

static Dataset<int> Read(string folder, IReadOnlyList<string>? classes)
{
    Dataset<int> images = ImageFiles.FromFolder(folder, Features.Edge, Features.Edge, channels: 3, classes);
    return images.ClassNames!.Count == Head.Classes
        ? images
        : throw new InvalidDataException(
            $"'{folder}' has {images.ClassNames.Count} classes; the head is declared for {Head.Classes}: Head.Classes in Head.cs.");
}
