using ModelGen.Runtime;

namespace ModelGen.Tests.Training;

[Model, Input(5), Dense(7), Tanh, As("features"), Output("features"), Dense(3), SoftmaxCrossEntropy, Sgd(0.1)]
public sealed partial class TwoOutputs;

[Model, Input(1, 8, 8), Conv2D(4, 3, UseBias = false), BatchNorm, Relu, MaxPool2D(2), Flatten, Dense(3), SoftmaxCrossEntropy, Sgd(0.1)]
public sealed partial class SmallImages;

[Model, Input(5), Dense(16), Relu, Dropout(0.5), Dense(2), MeanSquaredError(SampleWeights = true), Adam(0.01)]
public sealed partial class Dropping;

[Model, Input(5), Dense(7), Tanh, As("trunk"), Dense(3), As("kind"), Output("kind"), From("trunk"), Dense(1)]
[SoftmaxCrossEntropy(Of = "kind", Weight = 0.3, IgnoreLabel = -1, ClassWeights = [1, 2, 0.5]), MeanSquaredError(Weight = 2)]
[Sgd(0.1)]
public sealed partial class TwoLosses;

/// <summary>The pieces of a training step: <c>Backward</c> with a choice, <c>Loss</c>, and tapes.</summary>
public sealed class CustomLoopTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_are_the_same_whichever_are_asked_for(int threads)
    {
        const int Samples = 33;
        float[] x = Normal(Samples * SmallImages.InputSize, 1), y = new float[Samples * 3], g = Normal(Samples * 3, 2);
        float[] both = new float[x.Length], alone = new float[x.Length];
        SmallImages model = new(1) { Threads = threads }, forParameters = new(1) { Threads = threads }, forInputs = new(1);
        Fill(forInputs.Parameters, 0.5f);
        model.Forward(x, y);
        model.Backward(g, both);
        forParameters.Forward(x, y);
        forParameters.Backward(g);
        forInputs.Forward(x, y);
        forInputs.Backward(g, alone, toParameters: false);
        Assert.Equal(Gradients(model.Parameters), Gradients(forParameters.Parameters));
        Assert.Contains(both, value => value != 0);
        Assert.Equal(both, alone);
        Assert.All(Gradients(forInputs.Parameters), value => Assert.Equal(0.5f, value));
        Assert.Throws<InvalidOperationException>(() => forInputs.Backward(g, alone, toParameters: false));
    }

    [Fact]
    public void Gradients_flow_through_every_output()
    {
        const int Samples = 4;
        float[] x = Normal(Samples * 5, 1), y = new float[Samples * 3], features = new float[Samples * 7];
        float[] g = Normal(y.Length, 2), gOfFeatures = Normal(features.Length, 3), found = new float[x.Length];
        TwoOutputs model = new(1);
        model.Forward(x, y, features);
        model.Backward(g, found, gOfFeatures);
        for (int i = 0; i < x.Length; i++)
        {
            const float Step = 1e-2f;
            double difference = (Value(i, Step) - Value(i, -Step)) / (2 * Step);
            Assert.Equal(difference, found[i], 2e-3 * Math.Max(1, Math.Abs(difference)));
        }

        TwoOutputs first = new(1), second = new(1);
        first.Forward(x, y, features);
        first.Backward(g);
        second.Forward(x, y, features);
        second.Backward(new float[g.Length], featuresGradient: gOfFeatures);
        float[] sum = [.. Gradients(first.Parameters).Zip(Gradients(second.Parameters), (a, b) => a + b)];
        Assert.Equal(sum.Length, Gradients(model.Parameters).Length);
        for (int i = 0; i < sum.Length; i++) Assert.Equal(sum[i], Gradients(model.Parameters)[i], 1e-5);
        model.Forward(x, y, features);
        Assert.Throws<ArgumentException>(() => model.Backward(g, found, new float[3]));

        double Value(int element, float step)
        {
            float[] moved = [.. x], output = new float[y.Length], further = new float[features.Length];
            moved[element] += step;
            model.Predict(moved, output, further);
            return output.Zip(g, (a, b) => (double)a * b).Sum() + further.Zip(gOfFeatures, (a, b) => (double)a * b).Sum();
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(150, 1)]
    [InlineData(150, 2)]
    public void The_pieces_are_a_training_step(int samples, int threads)
    {
        float[] x = Normal(samples * 5, 1), y = new float[samples * 3], features = new float[samples * 7], g = new float[y.Length];
        int[] labels = [.. Enumerable.Range(0, samples).Select(i => i % 3)];
        TwoOutputs model = new(1) { Threads = threads }, whole = new(1);
        model.Forward(x, y, features);
        Assert.Equal(model.Evaluate(x, labels), model.Loss(y, labels), 1e-6);
        float loss = model.Loss(y, labels, g);
        model.Backward(g);
        Assert.Equal(whole.TrainStep(x, labels), loss, 1e-6);
        Same(Gradients(whole.Parameters), Gradients(model.Parameters), 1e-6);
        model.Update();
        Same([.. whole.Parameters.SelectMany(p => p.Value)], [.. model.Parameters.SelectMany(p => p.Value)], 1e-6);
        Assert.Throws<ArgumentException>(() => model.Loss(y, labels.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => model.Loss(y, labels, g.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => model.Loss(y, [.. labels.Select(_ => 3)]));
    }

    [Fact]
    public void Several_losses_are_weighted_and_have_means_of_their_own()
    {
        const int Samples = 70;
        float[] x = Normal(Samples * 5, 1), y = new float[Samples], kind = new float[Samples * 3], targets = Normal(Samples, 4);
        float[] g = new float[y.Length], gOfKind = new float[kind.Length], each = new float[2], eachOfStep = new float[2];
        int[] labels = [.. Enumerable.Range(0, Samples).Select(i => (i % 4) - 1)];
        TwoLosses model = new(1), whole = new(1);
        model.Forward(x, y, kind);
        float loss = model.Loss(y, kind, labels, targets, g, gOfKind, each);
        model.Backward(g, kindGradient: gOfKind);
        Assert.Equal(whole.TrainStep(x, labels, targets, eachOfStep), loss, 1e-6);
        Same(eachOfStep, each, 1e-6);
        Same(Gradients(whole.Parameters), Gradients(model.Parameters), 1e-6);
    }

    [Fact]
    public void Samples_have_weights_in_the_loss()
    {
        float[] x = Normal(10, 1), y = new float[4], targets = Normal(4, 2), g = new float[4], weighted = new float[4];
        Dropping model = new(1);
        model.Predict(x, y);
        Assert.Equal(model.Evaluate(x, targets, [2, 0.25f]), model.Loss(y, targets, [2, 0.25f], weighted), 1e-6);
        model.Loss(y, targets, default, g);
        Same([g[0] * 2, g[1] * 2, g[2] / 4, g[3] / 4], weighted, 1e-6);
    }

    [Fact]
    public void Forward_passes_wait_on_their_tapes()
    {
        const int Samples = 20;
        float[] a = Normal(Samples * 5, 1), b = Normal(Samples * 10, 2), g = Normal(Samples * 2, 3), h = Normal(Samples * 4, 4);
        Dropping model = new(1), plain = new(1);
        Tape first = model.NewTape(), second = model.NewTape();
        float[] y = new float[g.Length], z = new float[h.Length], gradientOfA = new float[a.Length], expected = new float[a.Length];
        plain.Forward(a, y);
        plain.Backward(g, expected);
        float[] ofA = Gradients(plain.Parameters), outputs = [.. y];
        plain.ZeroGradients();
        plain.Forward(b, z);
        plain.Backward(h);
        float[] ofB = Gradients(plain.Parameters);

        model.Forward(a, y, first);
        Assert.Equal(outputs, y);
        model.Forward(b, z, second);
        Assert.Equal((Samples, 2 * Samples), (first.Samples, second.Samples));
        model.Forward(b, z);
        model.Backward(h, tape: second);
        Assert.Equal(ofB, Gradients(model.Parameters));
        model.ZeroGradients();
        model.Backward(g, gradientOfA, tape: first);
        Assert.Equal(ofA, Gradients(model.Parameters));
        Assert.Equal(expected, gradientOfA);
        model.Backward(h);
        Assert.Equal(0, first.Samples);
        Assert.Throws<InvalidOperationException>(() => model.Backward(g, tape: first));
    }

    /// <summary>Its masks are those of its own forward pass, whatever passes came between on tapes.</summary>
    [Fact]
    public void A_pass_without_a_tape_waits_while_others_run()
    {
        float[] x = Normal(20, 1), y = new float[8], g = Normal(8, 2);
        Dropping alone = new(1), between = new(1);
        alone.Forward(x, y);
        alone.Backward(g);
        between.Forward(x, y);
        between.Forward(Normal(20, 9), new float[8], between.NewTape());
        between.Backward(g);
        Assert.Equal(Gradients(alone.Parameters), Gradients(between.Parameters));
    }

    [Fact]
    public void A_tape_is_of_one_model_and_its_weights()
    {
        float[] x = Normal(20, 1), y = new float[8], g = Normal(8, 3);
        Dropping model = new(1);
        Tape tape = model.NewTape();
        string message = Assert.Throws<ArgumentException>(() => new Dropping().Forward(x, y, tape)).Message;
        Assert.Contains("another Dropping", message, StringComparison.Ordinal);
        model.Forward(x, y, tape);
        Assert.Throws<ArgumentException>(() => model.Backward(g.AsSpan(1), tape: tape));
        Assert.Throws<ArgumentException>(() => new Dropping().Backward(g, tape: tape));
        model.Backward(g, tape: tape);
        model.Forward(x, y, tape);
        model.Update();
        message = Assert.Throws<InvalidOperationException>(() => model.Backward(g, tape: tape)).Message;
        Assert.Contains("have changed", message, StringComparison.Ordinal);
        model.Forward(x, y, tape);
        model.TrainStep(x, y);
        Assert.Throws<InvalidOperationException>(() => model.Backward(g, tape: tape));
    }

    [Fact]
    public void Nothing_is_allocated_after_the_first_round()
    {
        float[] x = Normal(50, 1), y = new float[20], g = new float[20];
        Dropping model = new(1);
        Tape tape = model.NewTape();
        Round();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            model.Forward(x, y, tape);
            model.Loss(y, y, default, g);
            model.Backward(g, tape: tape);
            model.Parameters.ClipNorm(1);
            model.Parameters.ClipValue(0.1f);
            model.Update();
        }
    }

    [Fact]
    public void Values_are_cut()
    {
        Dropping model = new(1);
        foreach (Parameter parameter in model.Parameters)
        {
            parameter.Gradient.Fill(-2);
            parameter.Gradient[0] = 0.25f;
            parameter.Value[^1] = 7;
        }

        model.Parameters["dense1.bias"].Gradient[1] = float.NaN;
        model.Parameters.ClipValue(0.5f);
        model.Parameters.ClampValues(0.01f);
        Assert.All(model.Parameters, parameter => Assert.Equal(0.25f, parameter.Gradient[0]));
        Assert.All(model.Parameters, parameter => Assert.Equal(-0.5f, parameter.Gradient[^1]));
        Assert.All(model.Parameters, parameter => Assert.Equal(0.01f, parameter.Value[^1]));
        Assert.All(model.Parameters.SelectMany(parameter => parameter.Value), value => Assert.InRange(value, -0.01f, 0.01f));
        Assert.True(float.IsNaN(model.Parameters["dense1.bias"].Gradient[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Parameters.ClipValue(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Parameters.ClampValues(float.NaN));
    }

    private static float[] Gradients(ParameterSet parameters) => [.. parameters.Where(p => p.Trainable).SelectMany(p => p.Gradient)];

    private static void Fill(ParameterSet parameters, float value)
    {
        foreach (Parameter parameter in parameters) parameter.Gradient.Fill(value);
    }

    private static float[] Normal(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    private static void Same(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
