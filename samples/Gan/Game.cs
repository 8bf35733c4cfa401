using Samples;

namespace Gan;

/// <summary>A generator and its opponent, and their training: the same for all losses.</summary>
internal sealed class Game
{
    private const int Batch = 64;
    private readonly Generator _generator;
    private readonly Opponent _opponent;
    private readonly float[] _images;
    private readonly Random _random;
    private readonly int _seed;

    public Game(string loss, float[] images, Options options)
    {
        _generator = new Generator(options.Seed) { Threads = options.Threads };
        _opponent = Opponent.Of(loss, options.Seed, options.Threads);
        (_images, _seed, _random) = (images, options.Seed, new Random(options.Seed));
    }

    /// <summary>One epoch.</summary>
    /// <returns>The mean loss of the opponent and of the generator.</returns>
    public (double Opponent, double Generator) Play()
    {
        int count = _images.Length / Generator.OutputSize, rounds = 0, turns = 0;
        int[] order = [.. Enumerable.Range(0, count)];
        _random.Shuffle(order);
        double opponent = 0, generator = 0;
        for (int start = 0; start + Batch <= count; start += Batch)
        {
            float[] real = Real(order.AsSpan(start, Batch)), made = new float[real.Length], inMade = new float[real.Length];
            _generator.Forward(Noise(Batch, _random), made);
            opponent += _opponent.Learn(real, made, _random);
            if (++rounds % _opponent.Rounds != 0) continue;
            _generator.Forward(Noise(Batch, _random), made);
            generator += _opponent.Teach(made, inMade);
            _generator.ZeroGradients();
            _generator.Backward(inMade);
            _generator.Update();
            turns++;
        }

        return (opponent / Math.Max(rounds, 1), generator / Math.Max(turns, 1));
    }

    /// <summary>Images of the same random numbers each time.</summary>
    public float[] Images(int count)
    {
        float[] images = new float[count * Generator.OutputSize];
        _generator.Predict(Noise(count, new Random(_seed + 1)), images);
        return images;
    }

    private float[] Real(ReadOnlySpan<int> indices)
    {
        float[] batch = new float[indices.Length * Generator.OutputSize];
        for (int i = 0; i < indices.Length; i++)
        {
            _images.AsSpan(indices[i] * Generator.OutputSize, Generator.OutputSize)
                .CopyTo(batch.AsSpan(i * Generator.OutputSize));
        }

        return batch;
    }

    private static float[] Noise(int samples, Random random) => NormalNumbers.Draw(samples * Generator.InputSize, random);
}
