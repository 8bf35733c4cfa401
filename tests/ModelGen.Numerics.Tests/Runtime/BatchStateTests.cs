using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>States of batches, on compiled models.</summary>
public sealed class BatchStateTests
{
    private const string Net = """
        [Model, Input(4, 2), Lstm(8, Layers = 2, Stateful = true), Dense(1), MeanSquaredError, Adam(0.01)]
        public sealed partial class Net;
        """;

    private const string Weighted = """
        [Model, Input(4, 2), Gru(8, Stateful = true), Dense(3), SoftmaxCrossEntropy(SampleWeights = true), Adam(0.01)]
        public sealed partial class Weighted;
        """;

    private const string Steep = """
        [Model, Input(4, 2), Rnn(8, Activation = ActivationKind.Relu, Stateful = true), Dense(1), MeanSquaredError, Sgd(0.01)]
        public sealed partial class Steep;
        """;

    private const string Quantized = """
        [Model(Arithmetic = Arithmetic.Int8), Input(4, 2), Lstm(8, Stateful = true), Dense(5), MeanSquaredError, Adam(0.01)]
        public sealed partial class Quantized;
        """;

    /// <summary>The members as delegates that take arrays, since spans are no arguments of reflection.</summary>
    private delegate float Training(ReadOnlySpan<float> input, ReadOnlySpan<float> targets, BatchState state);

    private delegate void Prediction(ReadOnlySpan<float> input, BatchState state, Span<float> output);

    private static readonly float[] Inputs = Batch.Normal(3 * 8, new Random(1)), Targets = [0.1f, 0.2f, 0.3f];

    [Fact]
    public void A_wrong_state_is_refused_and_changes_nothing()
    {
        ModelInstance net = CompiledModel.Of(Net, 512).Create(seed: 1), same = CompiledModel.Of(Net, 512).Create(seed: 1);
        ModelInstance other = CompiledModel.Of(Steep, 512).Create(seed: 1);
        BatchState state = NewState(net, 3);
        (Training train, Prediction predict, float[] output) = (Train(net), Predict(net), new float[3]);
        Assert.Equal((3, 32), (state.Samples, state.Size));
        train(Inputs, Targets, state);
        float[] kept = All(state), weights = Values(net);

        Refused<ArgumentException>("state belongs to another Net", () => train(Inputs, Targets, NewState(same, 3)));
        Refused<ArgumentException>("state is a state of Steep, and Net needs its own", () => train(Inputs, Targets, NewState(other, 3)));
        Refused<ArgumentException>("has the state of 2 samples, and this batch has 3", () => train(Inputs, Targets, NewState(net, 2)));
        Refused<ArgumentException>("state has the state of 3 samples, and this batch has 1", () => train(Inputs[..8], [0], state));
        Refused<ArgumentNullException>("state", () => train(Inputs, Targets, null!));
        Refused<ArgumentNullException>("state", () => predict(Inputs, null!, output));
        Refused<ArgumentException>("targets has 2 values", () => train(Inputs, Targets[..2], state));
        Refused<ArgumentException>("output has 2 values", () => predict(Inputs, state, output.AsSpan(0, 2)));
        Refused<ArgumentException>("is NaN", () => train([float.NaN, .. Inputs[1..]], Targets, state));
        Refused<ArgumentOutOfRangeException>("samples", () => NewState(net, 0));
        Refused<ArgumentOutOfRangeException>("samples", () => NewState(net, int.MaxValue));
        Assert.Equal(kept, All(state));
        Assert.Equal(weights, Values(net));
    }

    [Fact]
    public void A_step_whose_loss_is_not_finite_leaves_the_state()
    {
        ModelInstance net = CompiledModel.Of(Steep, 512).Create(seed: 1);
        BatchState state = NewState(net, 3);
        Predict(net)(Inputs, state, new float[3]);
        float[] kept = All(state);
        Assert.Throws<ArithmeticException>(() => Train(net)(Array.ConvertAll(Inputs, x => 1e30f * x), Targets, state));
        Assert.Equal(kept, All(state));
    }

    [Fact]
    public void Samples_begin_anew_and_go_on_apart()
    {
        ModelInstance net = CompiledModel.Of(Net).Create(seed: 1);
        Prediction predict = Predict(net);
        BatchState state = NewState(net, 3), fresh = NewState(net, 3);
        float[] first = new float[3], second = new float[3], again = new float[3];
        predict(Inputs, state, first);
        Assert.Equal(first, net.Predict([Inputs])[0]);
        BatchState fork = state.Clone();
        predict(Inputs, state, second);
        Assert.All(first.Zip(second), pair => Assert.NotEqual(pair.First, pair.Second));

        fork.Reset(1);
        predict(Inputs, fork, again);
        Assert.Equal([second[0], first[1], second[2]], again);
        fork.CopyFrom(fresh);
        predict(Inputs, fork, again);
        Assert.Equal(first, again);
        fork.Set(2, new float[state.Size]);
        fork.Set(0, state.Of(0));
        Assert.Equal([.. state.Of(0), .. fork.Of(1), .. new float[state.Size]], All(fork));
        state.Reset();
        Assert.Equal(All(fresh), All(state));

        Refused<ArgumentOutOfRangeException>("sample", () => state.Reset(3));
        Refused<ArgumentOutOfRangeException>("sample", () => state.Of(-1));
        Refused<ArgumentException>("values has 1 floats; the state of a sample of Net has 32", () => state.Set(0, [1]));
        Refused<ArgumentException>("values[31] is not finite", () => state.Set(0, [.. new float[31], float.PositiveInfinity]));
        Refused<ArgumentException>("belongs to another Net", () => state.CopyFrom(NewState(CompiledModel.Of(Net).Create(seed: 1), 3)));
        Refused<ArgumentException>("has the state of 2 samples", () => state.CopyFrom(NewState(net, 2)));
        Assert.Equal(All(fresh), All(state));
    }

    /// <summary>A third argument is a state or weights; neither need be there.</summary>
    [Fact]
    public void Weights_of_samples_stand_before_the_state()
    {
        ModelInstance net = CompiledModel.Of(Weighted, 512).Create(seed: 1);
        Targets targets = new(null, [0, 1, 2], [1, 0, 2]);
        float plain = net.Evaluate([Inputs], targets);
        net.State = new float[3 * 8];
        Assert.Equal(plain, net.Evaluate([Inputs], targets));
        Assert.NotEqual(plain, net.Evaluate([Inputs], targets));
        var evaluate = net.Model.GetType().GetMethods().Where(method => method.Name == "Evaluate").Select(m => m.GetParameters().Length);
        Assert.Equal([2, 3, 3, 4], evaluate.Order());
    }

    /// <summary>What is measured for arithmetic of 8 bits starts from zeros.</summary>
    [Fact]
    public void A_model_is_calibrated()
    {
        ModelInstance net = CompiledModel.Of(Quantized, 512).Create(seed: 1);
        var calibrate = net.Model.GetType().GetMethod("Calibrate")!.CreateDelegate<Measuring>(net.Model);
        calibrate(Inputs, 1);
        Assert.True(net.Parameters.Single(p => p.Name.Contains("range", StringComparison.Ordinal)).Value.ToArray()[0] > 0);
    }

    private delegate void Measuring(ReadOnlySpan<float> input, double share);

    [Fact]
    public void Nothing_is_allocated()
    {
        ModelInstance net = CompiledModel.Of(Net, 512).Create(seed: 1);
        BatchState state = NewState(net, 3);
        (Training train, Training evaluate, Prediction predict, float[] output) = (Train(net), Evaluate(net), Predict(net), new float[3]);
        Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 3; i++) Step();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step()
        {
            train(Inputs, Targets, state);
            evaluate(Inputs, Targets, state);
            predict(Inputs, state, output);
            state.Reset(1);
        }
    }

    private static BatchState NewState(ModelInstance net, int samples) =>
        net.Model.GetType().GetMethod("NewBatchState")!.CreateDelegate<Func<int, BatchState>>(net.Model)(samples);

    private static Training Train(ModelInstance net) => Member<Training>(net, "TrainStep");

    private static Training Evaluate(ModelInstance net) => Member<Training>(net, "Evaluate");

    private static Prediction Predict(ModelInstance net) => Member<Prediction>(net, "Predict");

    private static T Member<T>(ModelInstance net, string name)
        where T : Delegate
    {
        Type[] parameters = [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)];
        return net.Model.GetType().GetMethod(name, parameters)!.CreateDelegate<T>(net.Model);
    }

    private static float[] All(BatchState state) =>
        [.. Enumerable.Range(0, state.Samples).SelectMany(sample => state.Of(sample).ToArray())];

    private static float[] Values(ModelInstance net) => [.. net.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private static void Refused<T>(string message, Action call)
        where T : Exception => Assert.Contains(message, Assert.ThrowsAny<T>(call).Message, StringComparison.Ordinal);
}
