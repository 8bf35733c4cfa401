using Xunit;

namespace ModelGen.Tests.Decoding;

/// <summary>Sequences mixed from given tokens and those of a model that says after each token the one above it.</summary>
public sealed class ScheduledSamplingTests
{
    private const int Tokens = 10;

    [Fact]
    public void With_probability_1_all_tokens_are_given_and_with_0_none_but_the_first()
    {
        CountingModel model = new();
        ScheduledSampling sampling = new(model);
        int[] given = [3, 1, 4, 1, 5], mixed = new int[5];
        StepState state = model.NewState();
        sampling.Mix(state, given, mixed, 1);
        Assert.Equal(given, mixed);
        Assert.Equal(0, state.Position);
        sampling.Mix(state, given, mixed, 0);
        Assert.Equal([3, 4, 5, 6, 7], mixed);
        Assert.Equal(4, state.Position);
        Assert.Equal([3, 1, 4, 1, 5], given);
    }

    /// <summary>The model goes on from what was taken, not from what was given.</summary>
    [Fact]
    public void Each_token_is_given_or_follows_what_was_taken_before_it()
    {
        CountingModel model = new();
        ScheduledSampling sampling = new(model, seed: 7);
        int[] given = [.. Enumerable.Range(0, 400).Select(i => i * i % Tokens)], mixed = new int[400];
        sampling.Mix(model.NewState(), given, mixed, 0.3);
        int kept = 0, own = 0;
        for (int i = 1; i < given.Length; i++)
        {
            int next = (mixed[i - 1] + 1) % Tokens;
            Assert.True(mixed[i] == given[i] || mixed[i] == next);
            if (given[i] == next) continue;
            if (mixed[i] == given[i]) kept++;
            else own++;
        }

        Assert.InRange(kept / (double)(kept + own), 0.2, 0.4);
        int[] again = [.. given];
        new ScheduledSampling(model, seed: 7).Mix(model.NewState(), again, again, 0.3);
        Assert.Equal(mixed, again);
    }

    [Fact]
    public void Tokens_of_the_model_can_be_drawn()
    {
        CountingModel model = new() { Certainty = 0 };
        ScheduledSampling sampling = new(model, sampling: new() { Choices = 4, Seed = 2 });
        int[] mixed = new int[200];
        sampling.Mix(model.NewState(), new int[200], mixed, 0);
        Assert.Equal([0, 1, 2, 3], mixed.Distinct().Order());
    }

    [Fact]
    public void Probabilities_fall_as_the_paper_says()
    {
        Assert.Equal(1, ScheduledSampling.Linear(0, 1, 0.1));
        Assert.Equal(0.7, ScheduledSampling.Linear(3, 1, 0.1), 12);
        Assert.Equal(0.25, ScheduledSampling.Linear(1000, 1, 0.1, 0.25));
        Assert.Equal(0.81, ScheduledSampling.Exponential(2, 0.9), 12);
        Assert.Equal(10 / (10 + Math.E), ScheduledSampling.InverseSigmoid(10, 10), 12);
        Assert.Equal(0, ScheduledSampling.InverseSigmoid(long.MaxValue, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScheduledSampling.Linear(-1, 1, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScheduledSampling.Linear(1, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScheduledSampling.Linear(1, 0.5, 0.1, 0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScheduledSampling.Exponential(1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScheduledSampling.InverseSigmoid(1, 0.5));
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_the_first_step()
    {
        CountingModel model = new() { Most = 3 };
        ScheduledSampling sampling = new(model);
        StepState state = model.NewState();
        Refused("sequence is empty", () => sampling.Mix(state, [], [], 0.5));
        Refused("room for 2 tokens, and the sequence has 3", () => sampling.Mix(state, [1, 2, 3], new int[2], 0.5));
        Refused("is 1.5; it must be from 0 to 1", () => sampling.Mix(state, [1, 2], new int[2], 1.5));
        Refused("is NaN; it must be", () => sampling.Mix(state, [1, 2], new int[2], double.NaN));
        Refused("has 5 tokens; the stream is at 0 of 3 steps", () => sampling.Mix(state, new int[5], new int[5], 0));
        Refused("Choices is 11", () => _ = new ScheduledSampling(model, sampling: new() { Choices = 11 }));
        Assert.Equal(0, state.Position);
        sampling.Mix(state, new int[4], new int[4], 0);
        Assert.Equal(3, state.Position);

        static void Refused(string message, Action call) =>
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }

    /// <summary>Says the number above the last one.</summary>
    private sealed class CountingModel : IStepModel<int>
    {
        public float Certainty { get; init; } = 5;

        public int Most { get; init; } = int.MaxValue;

        public int StepInputSize => 1;

        public int StepOutputSize => Tokens;

        public StepState NewState() => new Stream(this, Most);

        public void Step(ReadOnlySpan<int> input, StepState state, Span<float> output)
        {
            state.Enter(this, nameof(state));
            output.Clear();
            output[(input[0] + 1) % Tokens] = Certainty;
            state.Advance();
        }
    }

    private sealed class Stream(object model, int limit) : StepState(model, "Counting", 0, 0, limit)
    {
        protected override StepState New() => new Stream(Model, Limit);
    }
}
