using System.Runtime.InteropServices;
using ModelGen.Runtime;
using Xunit;

namespace ModelGen.Numerics.Tests.Runtime;

/// <summary>A refused call says why, and leaves everything as it was: the next step equals that of a twin which never saw it.</summary>
public sealed class RobustnessTests
{
    private delegate float Loss2(ReadOnlySpan<float> image, ReadOnlySpan<float> table, ReadOnlySpan<float> targets);

    // Dropped: [1, 19] → 10 classes. Odd: 7 → 5 numbers. Wired: image 12, table 5 → output 2, mixed 6.
    [Theory]
    [InlineData(18, 10, "input", "18", "19")]
    [InlineData(0, 10, "input", "0", "19")]
    [InlineData(38, 10, "output", "10", "20")]
    [InlineData(19, 0, "output", "0", "10")]
    [InlineData(19, 20, "output", "20", "10")]
    public void Predict_and_Forward_refuse_other_lengths(int input, int output, string name, string given, string needed)
    {
        (LiveModel model, LiveModel twin) = Pair("Dropped");
        foreach (string member in (string[])["Predict", "Forward"])
        {
            LiveModel.Run1 run = model.Single(member);
            AssertRefusal(name, [name, given, needed], () => run(new float[input], new float[output]));
        }

        AssertSame(model, twin);
    }

    [Theory]
    [InlineData(18, 1, "input", "18", "19")]
    [InlineData(0, 0, "input", "0", "19")]
    [InlineData(38, 1, "labels", "1", "2")]
    [InlineData(19, 0, "labels", "0", "1")]
    public void Steps_refuse_other_lengths(int input, int labels, string name, string given, string needed)
    {
        (LiveModel model, LiveModel twin) = Pair("Dropped");
        ITrainable<int> trainable = (ITrainable<int>)model.Model;
        AssertRefusal(name, [name, given, needed], () => trainable.TrainStep(new float[input], new int[labels]));
        AssertRefusal(name, [name, given, needed], () => trainable.Evaluate(new float[input], new int[labels]));
        AssertSame(model, twin);
    }

    [Theory]
    [InlineData(14, 5, "targets", "5", "10")]
    [InlineData(7, 4, "targets", "4", "5")]
    [InlineData(6, 5, "input", "6", "7")]
    public void Steps_on_numbers_refuse_other_lengths(int input, int targets, string name, string given, string needed)
    {
        (LiveModel model, LiveModel twin) = Pair("Odd");
        ITrainable<float> trainable = (ITrainable<float>)model.Model;
        AssertRefusal(name, [name, given, needed], () => trainable.TrainStep(new float[input], new float[targets]));
        AssertRefusal(name, [name, given, needed], () => trainable.Evaluate(new float[input], new float[targets]));
        AssertSame(model, twin);
    }

    [Theory]
    [InlineData(24, 5, 4, 12, "table", "5", "10")]
    [InlineData(11, 5, 2, 6, "image", "11", "12")]
    [InlineData(24, 10, 2, 12, "output", "2", "4")]
    [InlineData(24, 10, 4, 6, "mixed", "6", "12")]
    public void Several_inputs_and_outputs_are_each_checked(
        int image,
        int table,
        int output,
        int mixed,
        string name,
        string given,
        string needed)
    {
        (LiveModel model, LiveModel twin) = Pair("Wired");
        foreach (string member in (string[])["Predict", "Forward"])
        {
            LiveModel.Run2 run = model.Wired(member);
            AssertRefusal(name, [name, given, needed], () => run(new float[image], new float[table], new float[output], new float[mixed]));
        }

        Loss2 train = model.Method<Loss2>("TrainStep");
        if (name is "image" or "table")
            AssertRefusal(name, [name, given, needed], () => train(new float[image], new float[table], new float[4]));
        AssertRefusal("targets", ["targets", "3", "4"], () => train(new float[24], new float[10], new float[3]));
        AssertSame(model, twin);
    }

    [Fact]
    public void Backward_refuses_other_lengths_and_keeps_its_activations()
    {
        (LiveModel model, LiveModel twin) = Pair("Dropped");
        model.Forward(3);
        twin.Forward(3);
        LiveModel.Run1 backward = model.Single("Backward");
        AssertRefusal("outputGradient", ["outputGradient", "20", "30"], () => backward(new float[20], default));
        AssertRefusal("inputGradient", ["inputGradient", "19", "57"], () => backward(new float[30], new float[19]));
        model.Backward(3);
        twin.Backward(3);
        AssertBits(twin.Buffer("_gradients")!.Span, model.Buffer("_gradients")!.Span);
        AssertSame(model, twin);
    }

    [Fact]
    public void An_update_makes_the_forward_before_it_stale()
    {
        (LiveModel model, _) = Pair("Dropped");
        model.Forward(3);
        model.Method<Action>("Update")();
        Assert.Throws<InvalidOperationException>(() => model.Backward(3));
    }

    [Theory]
    [InlineData(float.NaN, 0, 0)]
    [InlineData(float.PositiveInfinity, 18, 1)]
    [InlineData(float.NegativeInfinity, 4, 63)]
    public void Inputs_that_are_not_finite_are_refused(float value, int place, int sample)
    {
        (LiveModel model, LiveModel twin) = Pair("Dropped");
        int index = (sample * 19) + place;
        float before = model.Inputs[0][index];
        model.Inputs[0][index] = value;
        AssertRefusal("input", [$"input[{index}]", $"sample {sample}", "unchanged"], () => model.TrainStep(64));
        model.Inputs[0][index] = before;
        AssertSame(model, twin);
    }

    [Fact]
    public void Every_input_and_target_is_searched_for_numbers_that_are_not_finite()
    {
        (LiveModel model, LiveModel twin) = Pair("Wired");
        foreach (
            (float[] data, string name) in ((float[], string)[])
                [(model.Inputs[0], "image"), (model.Inputs[1], "table"), (model.Floats, "targets")])
        {
            float before = data[9];
            data[9] = float.NaN;
            AssertRefusal(name, [$"{name}[9]", "NaN"], () => model.TrainStep(64));
            data[9] = before;
        }

        AssertSame(model, twin);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Labels_out_of_range_are_refused(int label)
    {
        (LiveModel model, LiveModel twin) = Pair("Dropped");
        int before = model.Labels[37];
        model.Labels[37] = label;
        AssertRefusal("labels", ["labels[37]", "10 classes", "at most 9"], () => model.TrainStep(64));
        AssertRefusal("labels", ["labels[37]"], () => model.Evaluate(64));
        model.Labels[37] = before;
        AssertSame(model, twin);
    }

    [Theory]
    [InlineData("Odd")]
    [InlineData("Residuals")]
    public void A_huge_learning_rate_ends_in_an_exception_and_not_in_NaN(string name)
    {
        LiveModel model = new(name);
        model.Method<Action<float>>("set_LearningRate")(1e30f);
        ArithmeticException? problem = null;
        int[] before = [];
        for (int step = 0; step < 50 && problem is null; step++)
        {
            before = model.State();
            problem = Record.Exception(() => model.TrainStep(64)) as ArithmeticException;
        }

        Assert.NotNull(problem);
        Assert.Contains("1E+30", problem.Message, StringComparison.Ordinal);
        Assert.Contains("unchanged", problem.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.State());
    }

    [Fact]
    public void A_model_goes_on_after_a_loss_that_was_not_finite()
    {
        (LiveModel model, LiveModel twin) = Pair("Odd");
        float[] data = [.. model.Inputs[0]];
        Array.Fill(model.Inputs[0], 1e38f);
        Array.Fill(model.Floats, -3e38f);
        Assert.Throws<ArithmeticException>(() => model.TrainStep(64));
        data.CopyTo(model.Inputs[0], 0);
        twin.Floats.CopyTo(model.Floats, 0);
        AssertSame(model, twin);
    }

    // After a few steps, so that there is optimizer state.
    private static (LiveModel Model, LiveModel Twin) Pair(string name)
    {
        (LiveModel model, LiveModel twin) = (new(name), new(name));
        for (int step = 0; step < 3; step++)
        {
            model.TrainStep(64);
            twin.TrainStep(64);
        }

        return (model, twin);
    }

    private static void AssertSame(LiveModel model, LiveModel twin)
    {
        Assert.Equal(twin.State(), model.State());
        float expected = twin.TrainStep(64), actual = model.TrainStep(64);
        AssertBits([expected], [actual]);
        Assert.Equal(twin.State(), model.State());
    }

    private static void AssertBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.True(MemoryMarshal.Cast<float, int>(expected).SequenceEqual(MemoryMarshal.Cast<float, int>(actual)));

    private static void AssertRefusal(string parameter, string[] words, Action call)
    {
        ArgumentException problem = Assert.ThrowsAny<ArgumentException>(call);
        Assert.Equal(parameter, problem.ParamName);
        foreach (string word in words) Assert.Contains(word, problem.Message, StringComparison.Ordinal);
    }
}
