using System.Diagnostics;
using ModelGen.Data;
using Samples;

namespace Adversarial;

/// <summary>From images on black, which have labels, to images on other pictures, which have none.</summary>
internal static class Domains
{
    private const int Epochs = 10, Half = 32, Shown = 12;

    public static void Run(Dataset<int> training, Dataset<int> test, ClothesOptions options)
    {
        // No image is in both domains.
        (Dataset<int> source, Dataset<int> target) = training.Split(0.5, options.Seed);
        target = OnOtherImages(target, source, options.Seed);
        Dataset<int> targetTest = OnOtherImages(test, source, options.Seed + 1);
        if (options.Draws) Save(options.Picture("domains.png"), test, targetTest);
        Console.WriteLine($"{source.Count} images on black with labels, {target.Count} on other pictures without");
        Console.WriteLine("right of the test's images:          on black  on others");
        Print("learned from the source alone", source, target, 0);
        Print("with the gradient reversed", source, target, 1);
        Print("for comparison, with labels", target, source, 0);

        void Print(string name, Dataset<int> labelled, Dataset<int> other, float strength)
        {
            Stopwatch clock = Stopwatch.StartNew();
            DomainNet model = Train(labelled, other, strength, options);
            double black = Answers.Accuracy(model, test.Inputs, test.Targets);
            double others = Answers.Accuracy(model, targetTest.Inputs, targetTest.Targets);
            Console.WriteLine($"  {name,-33}  {black,8:0.0%}  {others,9:0.0%}   {clock.Elapsed.TotalSeconds,4:0} s");
        }
    }

    /// <summary>Half of each batch has labels. The strength grows during the training, as in the paper, up to the one given.</summary>
    private static DomainNet Train(Dataset<int> labelled, Dataset<int> other, float strength, ClothesOptions options)
    {
        DomainNet model = new(options.Seed) { Threads = options.Threads };
        BatchLoader<int> loader = new(labelled, Half, options.Seed, dropLast: true);
        BatchLoader<int> others = new(other, Half, options.Seed + 1, dropLast: true);
        int[] labels = new int[2 * Half];
        float[] domains = [.. Enumerable.Repeat(0f, Half), .. Enumerable.Repeat(1f, Half)];
        float[] inputs = new float[2 * Half * DomainNet.InputSize];
        Array.Fill(labels, DomainNet.NoLabel);
        int epochs = options.Rounds(Epochs), step = 0, steps = epochs * loader.BatchCount;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            using var unlabelled = others.Epoch(epoch).GetEnumerator();
            foreach (Batch<int> batch in loader.Epoch(epoch))
            {
                if (!unlabelled.MoveNext()) break;
                batch.Inputs.CopyTo(inputs);
                unlabelled.Current.Inputs.CopyTo(inputs.AsSpan(Half * DomainNet.InputSize));
                batch.Targets.CopyTo(labels);
                model.Parameters[DomainNet.Strength].Value[0] =
                    strength * ((2 / (1 + MathF.Exp(-10f * step++ / steps))) - 1);
                model.TrainStep(inputs, labels, domains);
            }
        }

        return model;
    }

    /// <summary>
    /// |image − background|, as the digits of MNIST-M in the paper; a background is a part of another image, four times as large.
    /// </summary>
    private static Dataset<int> OnOtherImages(Dataset<int> images, Dataset<int> backgrounds, int seed)
    {
        const int Side = ImageGrid.Side, Scale = 4, Part = Side / Scale;
        Random random = new(seed);
        float[] pixels = images.Inputs.ToArray();
        for (int start = 0; start < pixels.Length; start += Side * Side)
        {
            ReadOnlySpan<float> background = backgrounds.Input(random.Next(backgrounds.Count));
            int top = random.Next(Part, Side - (2 * Part)), left = random.Next(Part, Side - (2 * Part));
            for (int i = 0; i < Side * Side; i++)
            {
                int row = top + (i / Side / Scale), column = left + (i % Side / Scale);
                pixels[start + i] = Math.Abs(pixels[start + i] - background[(row * Side) + column]);
            }
        }

        return images.WithInputs(pixels, Side * Side);
    }

    private static void Save(string path, Dataset<int> source, Dataset<int> target)
    {
        ImageGrid grid = new(2, Shown);
        for (int column = 0; column < Shown; column++)
        {
            grid.Set(0, column, source.Input(column));
            grid.Set(1, column, target.Input(column));
        }

        grid.Save(path);
    }
}
