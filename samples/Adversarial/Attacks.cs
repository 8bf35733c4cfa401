using System.Diagnostics;
using ModelGen.Data;
using Samples;

namespace Adversarial;

/// <summary>A classifier under attack: trained as usual, and trained with attacked images.</summary>
internal static class Attacks
{
    /// <summary>How far a pixel may change in training, of the way from black to white.</summary>
    private const float Epsilon = 0.1f;

    private const int Epochs = 5, Batch = 64, Shown = 10, Steps = 10, Test = 2_000;

    private static readonly float[] s_epsilons = [0, 0.02f, 0.05f, 0.1f, 0.15f];

    public static void Run(Dataset<int> training, Dataset<int> test, ClothesOptions options)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Classifier usual = new(options.Seed) { Threads = options.Threads }, hardened = new(options.Seed) { Threads = options.Threads };
        Train(usual, null, training, options);
        Console.WriteLine($"trained as usual          {clock.Elapsed.TotalSeconds,4:0} s");
        Train(hardened, new Attack(hardened), training, options);
        Console.WriteLine($"trained under attack too  {clock.Elapsed.TotalSeconds,4:0} s");

        test = test.Take(Math.Min(Test, test.Count));
        Console.WriteLine($"\nright of {test.Count} images, where each pixel is changed by at most ε");
        Console.WriteLine("           trained as usual          trained under attack");
        Console.WriteLine($"    ε   one step  {Steps} steps      one step  {Steps} steps");
        foreach (float epsilon in s_epsilons)
        {
            (double One, double Many) a = Accuracies(usual, test, epsilon), b = Accuracies(hardened, test, epsilon);
            Console.WriteLine($" {epsilon:0.00}   {a.One,8:0.0%}  {a.Many,8:0.0%}      {b.One,8:0.0%}  {b.Many,8:0.0%}");
        }

        if (!options.Draws) return;
        SaveAttacks(options.Picture("attack.png"), test, usual, hardened);
        SaveSaliency(options.Picture("saliency.png"), test, usual, hardened);
    }

    /// <summary>With an attack, half of each batch is attacked, by the gradients of the network as it is then.</summary>
    private static void Train(Classifier model, Attack? attack, Dataset<int> training, ClothesOptions options)
    {
        BatchLoader<int> loader = new(training, Batch, options.Seed);
        Random random = new(options.Seed);
        for (int epoch = 0; epoch < options.Rounds(Epochs); epoch++)
        {
            foreach (Batch<int> batch in loader.Epoch(epoch))
            {
                if (attack is null)
                {
                    model.TrainStep(batch.Inputs, batch.Targets);
                    continue;
                }

                // A random start and a step that is a little too long: with one from the images themselves, networks learn to hide their
                // gradients (Wong, Rice, Kolter: Fast is better than free, 2020).
                int half = batch.Count / 2 * Classifier.InputSize;
                float[] attacked = attack.Steps(
                    batch.Inputs[half..], batch.Targets[(batch.Count / 2)..], Epsilon, steps: 1, 1.25f * Epsilon, random);
                model.TrainStep([.. batch.Inputs[..half], .. attacked], batch.Targets);
            }
        }
    }

    private static (double One, double Many) Accuracies(Classifier model, Dataset<int> test, float epsilon)
    {
        Attack attack = new(model);
        float[] once = attack.Once(test.Inputs, test.Targets, epsilon);
        float[] often = attack.Steps(test.Inputs, test.Targets, epsilon, Steps, epsilon / 4, new Random(1));
        return (Answers.Accuracy(model, once, test.Targets), Answers.Accuracy(model, often, test.Targets));
    }

    /// <summary>Images, what an attack on the usual network adds (grey: nothing), and the sums; the same for the other one.</summary>
    private static void SaveAttacks(string path, Dataset<int> test, Classifier usual, Classifier hardened)
    {
        ImageGrid grid = new(5, Shown);
        ReadOnlySpan<float> images = test.Inputs[..(Shown * Classifier.InputSize)];
        Draw(grid, 0, images);
        int row = 1;
        foreach (Classifier model in new[] { usual, hardened })
        {
            float[] attacked = new Attack(model).Steps(images, test.Targets[..Shown], Epsilon, Steps, Epsilon / 4, new Random(1));
            float[] added = [.. attacked];
            for (int i = 0; i < added.Length; i++) added[i] = 0.5f + ((attacked[i] - images[i]) / (2 * Epsilon));
            Draw(grid, row++, added);
            Draw(grid, row++, attacked);
        }

        grid.Save(path);
    }

    /// <summary>Images, and for both networks the gradient of the winning score, and that times the image.</summary>
    private static void SaveSaliency(string path, Dataset<int> test, Classifier usual, Classifier hardened)
    {
        ImageGrid grid = new(5, Shown);
        ReadOnlySpan<float> images = test.Inputs[..(Shown * Classifier.InputSize)];
        Draw(grid, 0, images);
        int row = 1;
        foreach (Classifier model in new[] { usual, hardened })
        {
            float[] gradient = new Attack(model).Saliency(images), times = [.. gradient];
            for (int i = 0; i < times.Length; i++) times[i] *= images[i];
            Draw(grid, row++, gradient, signed: true);
            Draw(grid, row++, times, signed: true);
        }

        grid.Save(path);
    }

    private static void Draw(ImageGrid grid, int row, ReadOnlySpan<float> images, bool signed = false)
    {
        for (int column = 0; column < Shown; column++)
        {
            ReadOnlySpan<float> image = images.Slice(column * Classifier.InputSize, Classifier.InputSize);
            if (signed) grid.SetSigned(row, column, image);
            else grid.Set(row, column, image);
        }
    }
}
