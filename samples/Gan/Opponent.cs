using ModelGen;

namespace Gan;

/// <summary>What the generator learns against: the same four members of four classes, and what is special of each.</summary>
internal sealed class Opponent
{
    public delegate void Scoring(ReadOnlySpan<float> images, Span<float> scores, Tape? tape);

    public delegate float Losing(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, Span<float> gradient);

    public delegate void Returning(ReadOnlySpan<float> gradient, Span<float> inImages, bool toParameters, Tape? tape);

    private readonly Tape _real, _made;

    private Opponent(Tape real, Tape made) => (_real, _made) = (real, made);

    public required Scoring Forward { get; init; }

    public required Losing Loss { get; init; }

    public required Returning Backward { get; init; }

    public required Action Zero { get; init; }

    public required Action Update { get; init; }

    /// <summary>The target of images that are not real; that of real ones is 1.</summary>
    public float TargetOfMade { get; init; } = -1;

    /// <summary>How often it learns before the generator does.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>The penalty of its gradients at some images; null if it has none.</summary>
    public Func<float[], float>? Penalty { get; init; }

    /// <summary>The names of all.</summary>
    public static readonly string[] Names = ["gan", "clipping", "penalty", "spectral"];

    /// <summary>Makes an opponent.</summary>
    public static Opponent Of(string name, int seed, int threads)
    {
        switch (name)
        {
            case "gan":
                Discriminator gan = new(seed) { Threads = threads };
                return new Opponent(gan.NewTape(), gan.NewTape())
                {
                    Forward = gan.Forward,
                    Loss = gan.Loss,
                    Backward = gan.Backward,
                    Zero = gan.ZeroGradients,
                    Update = gan.Update,
                    TargetOfMade = 0,
                };
            case "clipping":
                ClippedCritic clipped = new(seed) { Threads = threads };
                return new Opponent(clipped.NewTape(), clipped.NewTape())
                {
                    Forward = clipped.Forward,
                    Loss = clipped.Loss,
                    Backward = clipped.Backward,
                    Zero = clipped.ZeroGradients,
                    Update = () =>
                    {
                        clipped.Update();
                        clipped.Parameters.ClampValues(0.02f);
                    },
                    Rounds = 2,
                };
            case "penalty":
                PenalizedCritic penalized = new(seed) { Threads = threads };
                return new Opponent(penalized.NewTape(), penalized.NewTape())
                {
                    Forward = penalized.Forward,
                    Loss = penalized.Loss,
                    Backward = penalized.Backward,
                    Zero = penalized.ZeroGradients,
                    Update = penalized.Update,
                    Penalty = points => penalized.GradientPenalty(points),
                    Rounds = 2,
                };
            case "spectral":
                SpectralCritic spectral = new(seed) { Threads = threads };
                return new Opponent(spectral.NewTape(), spectral.NewTape())
                {
                    Forward = spectral.Forward,
                    Loss = spectral.Loss,
                    Backward = spectral.Backward,
                    Zero = spectral.ZeroGradients,
                    Update = spectral.Update,
                };
            default:
                throw new ArgumentException($"There is no loss '{name}'; there are {string.Join(", ", Names)}.");
        }
    }

    /// <summary>Learns to tell real images from others. Both forward passes come first, each on a tape of its own.</summary>
    /// <returns>Its loss.</returns>
    public float Learn(float[] real, float[] made, Random random)
    {
        int samples = real.Length / Generator.OutputSize;
        float[] scores = new float[samples], targets = new float[samples], gradient = new float[samples];
        Zero();
        Forward(real, scores, _real);
        Array.Fill(targets, 1);
        float loss = Loss(scores, targets, gradient);
        Forward(made, scores, _made);
        Backward(gradient, default, true, _real);
        Array.Fill(targets, TargetOfMade);
        loss += Loss(scores, targets, gradient);
        Backward(gradient, default, true, _made);
        loss += Penalty?.Invoke(Between(real, made, random)) ?? 0;
        Update();
        return loss;
    }

    /// <summary>Scores images as if they were real, and says in which direction they should change. It does not learn.</summary>
    /// <returns>The generator's loss.</returns>
    public float Teach(float[] made, float[] inImages)
    {
        int samples = made.Length / Generator.OutputSize;
        float[] scores = new float[samples], targets = [.. Enumerable.Repeat(1f, samples)], gradient = new float[samples];
        Forward(made, scores, _made);
        float loss = Loss(scores, targets, gradient);
        Backward(gradient, inImages, false, _made);
        return loss;
    }

    /// <summary>Points on the lines between real images and others.</summary>
    private static float[] Between(float[] real, float[] made, Random random)
    {
        float[] points = new float[real.Length];
        for (int start = 0; start < points.Length; start += Generator.OutputSize)
        {
            float share = random.NextSingle();
            for (int i = start; i < start + Generator.OutputSize; i++) points[i] = (share * real[i]) + ((1 - share) * made[i]);
        }

        return points;
    }
}
