using Xunit;

namespace ModelGen.Tests.Decoding;

/// <summary>Decoding with a small model whose scores depend on all that it has read.</summary>
public sealed class DecodeTests
{
    private const int Tokens = 5;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.7)]
    public void A_beam_as_wide_as_the_vocabulary_finds_the_best_of_all_sequences_of_two(double penalty)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            RandomModel model = new(seed);
            (int[] Tokens, double Score) best = Exhaustive(model, [0], length: 2, penalty).MaxBy(one => one.Score);
            IReadOnlyList<Hypothesis> found = Decode.Beam(
                model,
                model.NewState(),
                [0],
                new() { Width = Tokens, Length = 2, End = 4, LengthPenalty = penalty });
            Assert.Equal(best.Tokens, found[0].Tokens);
            Assert.Equal(best.Score, found[0].Score, 9);
        }
    }

    /// <summary>With room for all, every length is searched completely.</summary>
    [Fact]
    public void A_beam_with_room_for_all_is_exhaustive()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            RandomModel model = new(seed);
            List<(int[] Tokens, double Score)> known = Exhaustive(model, [1, 2], length: 4, penalty: 0.6);
            (int[] Tokens, double Score)[] all = [.. known.OrderByDescending(one => one.Score)];
            IReadOnlyList<Hypothesis> found = Decode.Beam(
                model,
                model.NewState(),
                [1, 2],
                new() { Width = 1000, Length = 4, End = 4, LengthPenalty = 0.6 });
            Assert.Equal(all.Length, found.Count);
            for (int i = 0; i < 10; i++) Assert.Equal(all[i].Score, found[i].Score, 9);
            Assert.Equal(1, found.Sum(one => Math.Exp(one.LogProbability)), 9);
        }
    }

    [Fact]
    public void A_beam_of_one_is_greedy()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            RandomModel model = new(seed);
            int[] greedy = Decode.Greedy(model, model.NewState(), [3], new() { Length = 6 });
            Assert.Equal(6, greedy.Length);
            Assert.Equal(greedy, Decode.Beam(model, model.NewState(), [3], new() { Width = 1, Length = 6 })[0].Tokens);
            Assert.Equal(greedy, Decode.Sample(model, model.NewState(), [3], new() { Length = 6, TopK = 1, Seed = seed }));
            Assert.Equal(greedy, Decode.Sample(model, model.NewState(), [3], new() { Length = 6, TopP = 1e-9 }));
        }
    }

    [Fact]
    public void Tokens_are_drawn_with_their_probabilities()
    {
        FixedModel model = new([MathF.Log(0.5f), MathF.Log(0.3f), MathF.Log(0.15f), MathF.Log(0.05f)]);
        Assert.Equal([0.5, 0.3, 0.15, 0.05], Shares(new()), Near);
        Assert.Equal([0.5 / 0.8, 0.3 / 0.8, 0, 0], Shares(new() { TopK = 2 }), Near);
        Assert.Equal([0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95, 0], Shares(new() { TopP = 0.9 }), Near);
        double hot = Math.Sqrt(0.5) + Math.Sqrt(0.3) + Math.Sqrt(0.15) + Math.Sqrt(0.05);
        double[] flat = [Math.Sqrt(0.5) / hot, Math.Sqrt(0.3) / hot, Math.Sqrt(0.15) / hot, Math.Sqrt(0.05) / hot];
        Assert.Equal(flat, Shares(new() { Temperature = 2 }), Near);
        Assert.Equal(
            Decode.Sample(model, model.NewState(), [0], new() { Length = 100, Seed = 5 }),
            Decode.Sample(model, model.NewState(), [0], new() { Length = 100, Seed = 5 }));
        Assert.NotEqual(
            Decode.Sample(model, model.NewState(), [0], new() { Length = 100, Seed = 5 }),
            Decode.Sample(model, model.NewState(), [0], new() { Length = 100, Seed = 6 }));

        double[] Shares(SampleOptions options)
        {
            int[] drawn = Decode.Sample(model, model.NewState(), [0], options with { Length = 40_000, Seed = 3 });
            return [.. Enumerable.Range(0, 4).Select(token => drawn.Count(t => t == token) / (double)drawn.Length)];
        }

        static bool Near(double a, double b) => Math.Abs(a - b) < 0.01;
    }

    [Fact]
    public void Sequences_end_with_the_end_the_length_and_the_stream()
    {
        FixedModel model = new([1, 3, 2]) { Most = 5 };
        Assert.Empty(Decode.Greedy(model, model.NewState(), [0], new() { End = 1 }));
        Assert.Equal([1, 1], Decode.Greedy(model, model.NewState(), [0], new() { Length = 2 }));
        // Four steps read the prompt and three tokens; the fourth one comes from the last scores.
        Assert.Equal([1, 1, 1, 1], Decode.Greedy(model, model.NewState(), [0, 0], new()));
        Assert.Equal(4, Decode.Beam(model, model.NewState(), [0, 0], new() { Width = 2 })[0].Tokens.Count);
        Assert.Equal([0], Decode.Greedy(model, model.NewState(), [0], new() { Choices = 1, Length = 1 }));
        Assert.Empty(Decode.Greedy(model, model.NewState(), [0], new() { Length = 0 }));
        Assert.Empty(Decode.Beam(model, model.NewState(), [0], new() { Length = 0 })[0].Tokens);
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        FixedModel model = new([1, 3, 2]) { Most = 2 };
        Refused("Temperature is 0", () => Sample(new() { Temperature = 0 }));
        Refused("Temperature is NaN", () => Sample(new() { Temperature = double.NaN }));
        Refused("TopK is 0", () => Sample(new() { TopK = 0 }));
        Refused("TopP is 1.5", () => Sample(new() { TopP = 1.5 }));
        Refused("Length is -1", () => Sample(new() { Length = -1 }));
        Refused("Choices is 4; it must be at least 1 and at most 3", () => Sample(new() { Choices = 4 }));
        Refused("Width is 0", () => Decode.Beam(model, model.NewState(), [0], new() { Width = 0 }));
        Refused("LengthPenalty is -1", () => Decode.Beam(model, model.NewState(), [0], new() { LengthPenalty = -1 }));
        Refused("The prompt is empty", () => Decode.Greedy(model, model.NewState(), []));
        Refused("The prompt has 3 tokens; the stream is at 0 of 2 steps", () => Decode.Greedy(model, model.NewState(), [0, 0, 0]));
        FixedModel broken = new([float.NaN, float.NaN]);
        Assert.Throws<ArithmeticException>(() => Decode.Greedy(broken, broken.NewState(), [0]));
        Assert.Throws<ArithmeticException>(() => Decode.Sample(broken, broken.NewState(), [0]));
        Assert.Throws<ArithmeticException>(() => Decode.Beam(broken, broken.NewState(), [0]));

        void Sample(SampleOptions options) => Decode.Sample(model, model.NewState(), [0], options);

        static void Refused(string message, Action call) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    /// <summary>All sequences that end, or have the length.</summary>
    private static List<(int[] Tokens, double Score)> Exhaustive(RandomModel model, int[] prompt, int length, double penalty)
    {
        List<(int[], double)> found = [];
        Extend([], 0);
        return found;

        void Extend(int[] tokens, double log)
        {
            double[] scores = model.ScoresAfter([.. prompt, .. tokens]);
            double sum = Math.Log(scores.Sum(Math.Exp));
            for (int token = 0; token < Tokens; token++)
            {
                double next = log + scores[token] - sum, score = next / Math.Pow((6.0 + tokens.Length) / 6, penalty);
                if (token == 4) found.Add((tokens, score));
                else if (tokens.Length + 1 == length) found.Add(([.. tokens, token], score));
                else Extend([.. tokens, token], next);
            }
        }
    }

    /// <summary>Scores that are random numbers of all that was read.</summary>
    private sealed class RandomModel(int seed) : IStepModel<int>
    {
        private readonly float[] _weights = Draw(new Random(seed));

        public int StepInputSize => 1;

        public int StepOutputSize => Tokens;

        public StepState NewState() => new Hashed(this, int.MaxValue);

        public double[] ScoresAfter(int[] tokens)
        {
            float hash = 0;
            foreach (int token in tokens) hash = Next(hash, token);
            return [.. Enumerable.Range(0, Tokens).Select(i => (double)_weights[((int)hash + (i * 811)) % 4096])];
        }

        public void Step(ReadOnlySpan<int> input, StepState state, Span<float> output)
        {
            state.Enter(this, nameof(state));
            float hash = state.NextCarried = Next(state.Carried, input[0]);
            for (int i = 0; i < Tokens; i++) output[i] = _weights[((int)hash + (i * 811)) % 4096];
            state.Advance();
        }

        private static float[] Draw(Random random) => [.. Enumerable.Range(0, 4096).Select(_ => (float)(4 * random.NextDouble()))];

        private static float Next(float hash, int token) => ((hash * 31) + (7 * token) + 5) % 4093;
    }

    /// <summary>Always the same scores.</summary>
    private sealed class FixedModel(float[] scores) : IStepModel<int>
    {
        public int Most { get; init; } = int.MaxValue;

        public int StepInputSize => 1;

        public int StepOutputSize => scores.Length;

        public StepState NewState() => new Hashed(this, Most);

        public void Step(ReadOnlySpan<int> input, StepState state, Span<float> output)
        {
            state.Enter(this, nameof(state));
            scores.CopyTo(output);
            state.Advance();
        }
    }

    /// <summary>A state that takes one number along.</summary>
    private sealed class Hashed(object model, int limit) : StepState(model, "Test", 0, 1, limit)
    {
        protected override StepState New() => new Hashed(Model, Limit);
    }
}
