using System.Diagnostics;
using ModelGen.Data;
using ModelGen.Runtime;
using Samples;

namespace Autoencoders;

/// <summary>Trains <see cref="Vae"/>, and shows the plane of its codes from both sides.</summary>
internal static class Variational
{
    private const int Epochs = 20, Batch = 64, Shown = 12, GridSide = 20;

    public static void Run(Dataset<int> training, Dataset<int> test, ClothesOptions options)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Vae model = new(options.Seed) { Threads = options.Threads };
        BatchLoader<int> loader = new(training, Batch, options.Seed);
        float[] prior = new float[Batch * Vae.MomentsOutputSize];
        Console.WriteLine("the bound's terms on the test's images, in nats an image: less is better");
        int epochs = options.Rounds(Epochs);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            foreach (Batch<int> batch in loader.Epoch(epoch))
                model.TrainStep(batch.Inputs, batch.Inputs, prior.AsSpan(0, batch.Count * Vae.MomentsOutputSize));
            if (epoch is not (1 or 2 or 5 or 10) && epoch != epochs) continue;
            (double pixels, double divergence) = Bound(model, test);
            Console.WriteLine($"  epoch {epoch,2}   pixels {pixels:0.0} + divergence {divergence:0.0} = {pixels + divergence:0.0}   "
                + $"{clock.Elapsed.TotalSeconds,4:0} s");
        }

        Codes codes = Codes.Of(model, test);
        Console.WriteLine($"the class whose codes' mean is nearest: right for {Codes.Of(model, training).Nearest(codes):0.0%}");
        if (!options.Draws) return;
        codes.Save(options.Picture("codes.png"), test);
        SaveReconstructions(options.Picture("variational.png"), model, test);
        SavePlane(options.Picture("plane.png"), DecoderOf(model));
    }

    /// <summary>The two terms of the bound with one random code for each image: <c>Forward</c> draws, as in training.</summary>
    private static (double Pixels, double Divergence) Bound(Vae model, Dataset<int> images)
    {
        double pixels = 0, divergence = 0;
        foreach (Batch<int> batch in new BatchLoader<int>(images, 500, shuffle: false).Epoch(0))
        {
            float[] output = new float[batch.Count * Vae.Pixels], moments = new float[batch.Count * Vae.MomentsOutputSize];
            float[] losses = new float[2];
            model.Forward(batch.Inputs, output, moments);
            model.Loss(output, moments, batch.Inputs, new float[moments.Length], losses: losses);
            pixels += losses[0] * Vae.Pixels * batch.Count;
            divergence += losses[1] * batch.Count;
        }

        return (pixels / images.Count, divergence / images.Count);
    }

    /// <summary>The second half of the network as one of its own: the parameters have the same names.</summary>
    private static Decoder DecoderOf(Vae model)
    {
        Decoder decoder = new();
        foreach (Parameter parameter in decoder.Parameters) parameter.Value.CopyFrom(model.Parameters[parameter.Name].Value.ToArray());
        return decoder;
    }

    /// <summary>Images, and below each what its code says.</summary>
    private static void SaveReconstructions(string path, Vae model, Dataset<int> test)
    {
        ReadOnlySpan<float> images = test.Inputs[..(Shown * Vae.Pixels)];
        float[] logits = new float[images.Length];
        model.Predict(images, logits, new float[Shown * Vae.MomentsOutputSize]);
        ImageGrid grid = new(2, Shown);
        for (int column = 0; column < Shown; column++)
        {
            grid.Set(0, column, images.Slice(column * Vae.Pixels, Vae.Pixels));
            float[] pixels = [.. logits.Skip(column * Vae.Pixels).Take(Vae.Pixels).Select(logit => 1 / (1 + MathF.Exp(-logit)))];
            grid.Set(1, column, pixels);
        }

        grid.Save(path);
    }

    /// <summary>Images of codes from −<see cref="Codes.Extent"/> to <see cref="Codes.Extent"/>, the first to the right, the second upwards,
    /// as in the picture of the codes.</summary>
    private static void SavePlane(string path, Decoder decoder)
    {
        ImageGrid grid = new(GridSide, GridSide, gap: 0);
        float[] image = new float[Vae.Pixels];
        for (int row = 0; row < GridSide; row++)
        {
            for (int column = 0; column < GridSide; column++)
            {
                float x = ((2 * (column + 0.5f) / GridSide) - 1) * Codes.Extent, y = (1 - (2 * (row + 0.5f) / GridSide)) * Codes.Extent;
                decoder.Predict([x, y], image);
                grid.Set(row, column, image);
            }
        }

        grid.Save(path, enlarge: 1);
    }
}
