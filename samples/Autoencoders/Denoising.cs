using System.Diagnostics;
using ModelGen.Data;
using Samples;

namespace Autoencoders;

/// <summary>Trains <see cref="Denoiser"/> and measures how much noise it takes off images that it has not seen.</summary>
internal static class Denoising
{
    private const int Epochs = 5, Batch = 64, Shown = 12;

    public static void Run(Dataset<int> training, Dataset<int> test, ClothesOptions options)
    {
        Stopwatch clock = Stopwatch.StartNew();
        Denoiser model = new(options.Seed) { Threads = options.Threads };
        BatchLoader<int> loader = new(training, Batch, options.Seed);
        float[] clean = test.Inputs.ToArray(), noisy = Noisy(clean, options.Seed), restored = new float[clean.Length];
        Console.WriteLine("noise against signal, in dB: more is better");
        Console.WriteLine($"  the noisy images        {Decibels(clean, noisy),5:0.0}");
        Console.WriteLine($"  means of 3 × 3 pixels   {Decibels(clean, Smoothed(noisy)),5:0.0}");
        for (int epoch = 1; epoch <= options.Rounds(Epochs); epoch++)
        {
            foreach (Batch<int> batch in loader.Epoch(epoch)) model.TrainStep(batch.Inputs, batch.Inputs);
            model.Predict(noisy, restored);
            Console.WriteLine($"  restored, epoch {epoch}       {Decibels(clean, restored),5:0.0}   {clock.Elapsed.TotalSeconds,4:0} s");
        }

        if (options.Draws) Save(options.Picture("denoise.png"), noisy, restored, clean);
    }

    /// <summary>The peak signal-to-noise ratio: −10 · log₁₀ of the mean squared error of pixels from 0 to 1.</summary>
    internal static double Decibels(float[] clean, float[] other)
    {
        double sum = 0;
        for (int i = 0; i < clean.Length; i++) sum += Math.Pow(clean[i] - other[i], 2);
        return -10 * Math.Log10(sum / clean.Length);
    }

    private static float[] Noisy(float[] clean, int seed)
    {
        float[] noise = NormalNumbers.Draw(clean.Length, new Random(seed));
        return [.. clean.Select((pixel, i) => Math.Clamp(pixel + ((float)Denoiser.Deviation * noise[i]), 0, 1))];
    }

    /// <summary>What to compare with: each pixel becomes the mean of its surroundings.</summary>
    private static float[] Smoothed(float[] images)
    {
        const int Side = ImageGrid.Side;
        float[] smoothed = new float[images.Length];
        for (int i = 0; i < images.Length; i++)
        {
            int start = i - (i % (Side * Side)), row = (i - start) / Side, column = i % Side, count = 0;
            for (int y = Math.Max(row - 1, 0); y <= Math.Min(row + 1, Side - 1); y++)
            {
                for (int x = Math.Max(column - 1, 0); x <= Math.Min(column + 1, Side - 1); x++, count++)
                    smoothed[i] += images[start + (y * Side) + x];
            }

            smoothed[i] /= count;
        }

        return smoothed;
    }

    /// <summary>Noisy images, what became of them, and what they were.</summary>
    private static void Save(string path, params ReadOnlySpan<float[]> rows)
    {
        ImageGrid grid = new(rows.Length, Shown);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < Shown; column++)
                grid.Set(row, column, rows[row].AsSpan(column * Denoiser.InputSize, Denoiser.InputSize));
        }

        grid.Save(path);
    }
}
