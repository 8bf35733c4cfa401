using ModelGen.TestKit;
using Xunit;
using Xunit.Abstractions;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>States of streams, on compiled models.</summary>
public sealed class StepStateTests(ITestOutputHelper output)
{
    private const string Gpt = """
        [Model, Tokens(4, 7), Embedding(8), PositionalEncoding]
        [TransformerEncoder(2, 12, Causal = true, Dropout = 0), Dense(7), SoftmaxCrossEntropy, Adam(0.01)]
        public sealed partial class Net;
        """;

    private const string Filter = """
        [Model, Input(2, 5), Conv1D(3, 3, Causal = true), MeanSquaredError, Adam(0.01)]
        public sealed partial class Net;
        """;

    private const string Speaker = """
        [Model, Tokens(5, 6, Name = "letters"), Lengths, Embedding(8), TransformerEncoder(2, 12, Dropout = 0), As("memory")]
        [Tokens(4, 7, Name = "sounds"), Embedding(8), PositionalEncoding, TransformerDecoder(2, 12, Dropout = 0), Dense(7)]
        [SoftmaxCrossEntropy, Adam(0.01)]
        public sealed partial class Net;
        """;

    /// <summary>The models of which that is checked; more where everything runs. The others' steps are interpreted.</summary>
    public static TheoryData<string> Compiled => TestTier.IsExhaustive
        ?
        [
            "sequence-gpt",
            "sequence-stream-rotary",
            "sequence-stream-wavenet",
            "sequence-stream-positions",
            "sequence-stream-decoder-wide",
            "sequence-stream-decoder-of-lstm",
        ]
        : ["sequence-stream-rotary", "sequence-conv-causal-wide", "sequence-stream-decoder-wide"];

    /// <summary>The generated members give the same bits as the interpreted kernels, at every width.</summary>
    [Theory]
    [MemberData(nameof(Compiled))]
    public void Compiled_steps_are_the_whole_sequence_to_the_bit(string name)
    {
        Subject subject = new(name, output, isCompiled: true);
        foreach (int bits in CompiledModel.Widths) StepChecks.AsWholeSequence(subject, subject.Make(bits), $"{subject.Where}, {bits} bits");
    }

    [Fact]
    public void A_wrong_step_is_refused_and_changes_nothing()
    {
        CompiledModel model = CompiledModel.Of(Gpt, 512);
        IStepModel<int> steps = (IStepModel<int>)model.Create(seed: 1).Model, other = (IStepModel<int>)model.Create(seed: 1).Model;
        StepState state = steps.NewState(), same = steps.NewState();
        float[] scores = new float[7], expected = new float[7];
        steps.Step([3], state, scores);
        steps.Step([3], same, scores);

        Refused<ArgumentException>("input has 2 values; one step of Net has 1.", () => steps.Step([1, 2], state, scores));
        Refused<ArgumentException>("output has 6 values; one step of Net has 7.", () => steps.Step([1], state, new float[6]));
        Refused<ArgumentException>("is 7; the vocabulary of Net has 7 ids", () => steps.Step([7], state, scores));
        Refused<ArgumentException>("state belongs to another Net", () => steps.Step([1], other.NewState(), scores));
        Refused<ArgumentException>("state belongs to another Net", () => other.Step([1], state, scores));
        Refused<ArgumentNullException>("state", () => steps.Step([1], null!, scores));
        Assert.Equal(1, state.Position);

        steps.Step([5], same, expected);
        steps.Step([5], state, scores);
        Assert.Equal(expected, scores);
    }

    [Fact]
    public void A_stream_ends_with_the_sequence_and_begins_anew()
    {
        IStepModel<int> net = (IStepModel<int>)CompiledModel.Of(Gpt, 512).Create(seed: 1).Model;
        StepState state = net.NewState();
        float[] first = new float[7], scores = new float[7];
        Assert.Equal(4, state.Limit);
        net.Step([2], state, first);
        for (int i = 1; i < 4; i++) net.Step([i], state, scores);

        float[] last = [.. scores];
        Refused<InvalidOperationException>(
            "state has taken 4 steps, as many as the sequence of Net has",
            () => net.Step([1], state, scores));
        Assert.Equal(last, scores);
        state.Reset();
        net.Step([2], state, scores);
        Assert.Equal(first, scores);
    }

    [Fact]
    public void Without_positions_a_stream_goes_on_for_ever()
    {
        ModelInstance model = CompiledModel.Of(Filter, 512).Create(seed: 1);
        IStepModel<float> net = (IStepModel<float>)model.Model;
        StepState state = net.NewState();
        float[] result = new float[3];
        Assert.Equal(int.MaxValue, state.Limit);
        for (int i = 0; i < 100; i++) net.Step([i, -i], state, result);

        // The last three steps decide.
        float[] whole = model.Predict([[0, 0, 97, 98, 99, 0, 0, -97, -98, -99]])[0];
        Assert.Equal([whole[4], whole[9], whole[14]], result);
        Assert.Equal(100, state.Position);
    }

    /// <summary>Greedy decoding against whole sequences, of which each is one token longer.</summary>
    [Fact]
    public void A_decoder_begins_with_what_the_encoder_has_read()
    {
        ModelInstance model = CompiledModel.Of(Speaker).Create(seed: 1);
        IStepModel<int> steps = (IStepModel<int>)model.Model;
        StepState state = steps.NewState();
        int[] word = [1, 2, 3, 0, 0];
        Refused<InvalidOperationException>("state has not begun: Net reads other inputs", () => steps.Step([1], state, new float[7]));
        Begin(word, [3]);
        StepState begun = state.Clone();
        int[] found = Decode.Greedy(steps, state, [1], new DecodeOptions { Length = 4 });

        List<float> sounds = [1];
        for (int i = 0; i < 4; i++)
        {
            float[] whole = model.Predict([[1, 2, 3, 0, 0], [.. sounds, .. new float[4 - sounds.Count]], [3]])[0];
            float[] scores = whole[(7 * i)..(7 * (i + 1))];
            int best = Array.IndexOf(scores, scores.Max());
            Assert.Equal(best, found[i]);
            sounds.Add(best);
        }

        Assert.Equal(found, Decode.Beam(steps, begun, [1], new BeamOptions { Width = 1, Length = 4 })[0].Tokens);

        // What is wrong changes nothing; a stream begins again with another word; Reset forgets the word.
        float[] before = Scores(), after;
        Refused<ArgumentException>(
            "letters has 4 values; a stream of Net begins with one sample, which has 5", () => Begin(word[..4], [3]));
        Refused<ArgumentException>("letters[1] is 6", () => Begin([1, 6, 0, 0, 0], [3]));
        Refused<ArgumentException>("lengths[0] is 6", () => Begin(word, [6]));
        Refused<ArgumentException>("lengths has 2 values", () => Begin(word, [3, 3]));
        Assert.Equal(1, state.Position);
        Begin([1, 2, 3, 4, 5], [3]);
        after = Scores();
        Assert.Equal(before, after);
        Begin([2, 2, 3, 0, 0], [3]);
        Assert.NotEqual(before, Scores());
        state.Reset();
        Refused<InvalidOperationException>("has not begun", () => Scores());

        void Begin(int[] letters, int[] lengths) =>
            model.Begin([Array.ConvertAll(letters, id => (float)id), Array.ConvertAll(lengths, length => (float)length)], state);

        float[] Scores()
        {
            if (state.Position == 4) Begin(word, [3]);
            float[] scores = new float[7];
            steps.Step([1], state, scores);
            return scores;
        }
    }

    [Fact]
    public void A_copy_goes_on_by_itself()
    {
        IStepModel<int> net = (IStepModel<int>)CompiledModel.Of(Gpt, 512).Create(seed: 1).Model;
        StepState state = net.NewState();
        float[] left = new float[7], right = new float[7], again = new float[7];
        net.Step([2], state, left);
        StepState fork = state.Clone();
        net.Step([3], state, left);
        net.Step([4], fork, right);
        Assert.NotEqual(left, right);
        fork.CopyFrom(state);
        Assert.Equal(2, fork.Position);
        net.Step([1], state, left);
        net.Step([1], fork, again);
        Assert.Equal(left, again);
        Refused<ArgumentException>(
            "belongs to another Net",
            () => fork.CopyFrom(((IStepModel<int>)CompiledModel.Of(Gpt, 512).Create(seed: 1).Model).NewState()));
    }

    [Theory]
    [InlineData(Gpt)]
    [InlineData(Filter)]
    public void Nothing_is_allocated(string source)
    {
        object model = CompiledModel.Of(source, 512).Create(seed: 1).Model;
        StepState state = model is IStepModel<int> ids ? ids.NewState() : ((IStepModel<float>)model).NewState();
        float[] result = new float[model is IStepModel<int> ? 7 : 3];
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 3; i++) Step();
        state.Reset();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            if (model is IStepModel<int> tokens) tokens.Step([1], state, result);
            else ((IStepModel<float>)model).Step([1f, 2f], state, result);
        }
    }

    private static void Refused<T>(string message, Action call)
        where T : Exception => Assert.Contains(message, Assert.ThrowsAny<T>(call).Message, StringComparison.Ordinal);
}
