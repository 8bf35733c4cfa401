using System.Diagnostics;
using System.Globalization;
using FashionMnist;
using Gan;
using ModelGen.Data;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
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
    (Dataset<int> training, Dataset<int> test) = FashionMnistData.Load(options.Data);
    training = Centered(training.Shuffle(options.Seed).Take(Math.Min(options.Images, training.Count)));
    test = Centered(test.Take(Math.Min(options.Images, test.Count)));
    Judge judge = new(training, test, options.Epochs, options.Threads);
    Console.WriteLine($"{training.Count} images. The judge tells {judge.Accuracy:0.0%} of {test.Count} others right, and is sure of "
        + $"{judge.Of(test.Inputs.ToArray()).SureShare:0%} of them.");
    foreach (string name in options.Losses)
    {
        Console.WriteLine();
        Stopwatch clock = Stopwatch.StartNew();
        Game game = new(name, training.Inputs.ToArray(), options);
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            (double opponent, double generator) = game.Play();
            float[] images = game.Images(1024);
            (double sure, int[] classes) = judge.Of(images);
            Console.WriteLine($"{name,-9} epoch {epoch,2}   losses {opponent,8:0.000} {generator,8:0.000}   "
                + $"sure of {sure,4:0%}: {string.Join(' ', classes)}");
            if (options.Pictures) Picture.Save(Path.Combine(options.Out, $"{name}-epoch-{epoch:00}.png"), images);
        }

        Console.WriteLine($"{name,-9} {clock.Elapsed.TotalSeconds:0} s");
    }
}

// Pixels from −1 to 1, as the generator makes them.
static Dataset<int> Centered(Dataset<int> images) =>
    images.WithInputs([.. images.Inputs.ToArray().Select(pixel => (2 * pixel) - 1)], Generator.OutputSize);
