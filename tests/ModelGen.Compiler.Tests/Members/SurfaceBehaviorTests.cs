using ModelGen.Compiler.Layers;
using ModelGen.TestKit;
using Xunit;

namespace ModelGen.Compiler.Tests.Members;

/// <summary>The members around kernels that only leave traces: output[0] becomes samples, the losses sum up to what a test says.</summary>
public sealed class SurfaceBehaviorTests : IDisposable
{
    private static readonly Dictionary<string, string> Traces = new()
    {
        ["PredictCore"] = "output[0] = samples;",
        ["TrainStepCore"] = "lossSum = LossSum;",
        ["EvaluateCore"] = "lossSum = LossSum;",
        ["ForwardCore"] = "output[0] = _step;",
        ["BackwardCore"] = "_gradients.Span[0] += outputGradient[0]; if (!inputGradient.IsEmpty) inputGradient[0] = samples;",
        ["UpdateCore"] = "_parameters.Span[0] = 42f;",
    };

    private readonly DynamicAssembly _assembly;
    private readonly Type _type;
    private readonly ITrainable<int> _model;

    private delegate IModel LoadCall(ReadOnlySpan<byte> bytes);

    private delegate void ForwardCall(ReadOnlySpan<float> input, Span<float> output, Tape? tape = null);

    private delegate void BackwardCall(
        ReadOnlySpan<float> outputGradient, Span<float> inputGradient, bool toParameters = true, Tape? tape = null);

    public SurfaceBehaviorTests()
    {
        var built = ModelBuilder.Build(Declare.DigitNet, Mode.Inference).Model!;
        _assembly = DynamicAssembly.Compile(
            [
                "namespace Digits { public sealed partial class DigitNet { public double LossSum; } }",
                ModelCompiler.EmitSurface(Declare.DigitNet)!.Text,
                FakeKernels.For(built, Traces),
            ],
            []);
        _type = _assembly.Type("Digits.DigitNet");
        _model = (ITrainable<int>)Activator.CreateInstance(_type, 7)!;
    }

    public void Dispose() => _assembly.Dispose();

    [Fact]
    public void Sizes_are_known_through_the_interface()
    {
        Assert.Equal((64, 10, 1), (_model.InputSize, _model.OutputSize, _model.TargetSize));
        Assert.Equal((64 * 64) + 64 + 640 + 10, _model.Parameters.ElementCount);
        Assert.Equal(1e-3f, _model.LearningRate);
    }

    [Fact]
    public void The_seed_decides_the_weights()
    {
        var again = (IModel)Activator.CreateInstance(_type, 7)!;
        var other = (IModel)Activator.CreateInstance(_type, 8)!;
        Assert.Equal(_model.Parameters[0].Value, again.Parameters[0].Value);
        Assert.NotEqual(_model.Parameters[0].Value, other.Parameters[0].Value);
    }

    [Fact]
    public void Predict_takes_any_number_of_samples()
    {
        var output = new float[30];
        _model.Predict(new float[192], output);
        Assert.Equal(3, output[0]);
    }

    [Theory]
    [InlineData(100, 10, "input has 100 values; DigitNet takes 64 per sample, so a multiple of 64 is needed (at least one sample).")]
    [InlineData(0, 10, "input has 0 values; DigitNet takes 64 per sample, so a multiple of 64 is needed (at least one sample).")]
    [InlineData(192, 20, "output has 20 values (2 samples of 10); input has 3 samples, so 30 (3 × 10) are needed.")]
    [InlineData(64, 21, "output has 21 values; input has 1 sample, so 10 (1 × 10) are needed.")]
    public void Lengths_that_do_not_fit_are_refused(int input, int output, string message)
    {
        var problem = Assert.Throws<ArgumentException>(() => _model.Predict(new float[input], new float[output]));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(message.Split(' ')[0], problem.ParamName);
    }

    [Fact]
    public void A_training_step_updates_and_gives_the_mean_loss()
    {
        LossSum = 3;
        Assert.Equal(1.5f, _model.TrainStep(new float[128], [0, 9]));
        Assert.Equal(42f, _model.Parameters[0].Value[0]);
        Assert.Equal(0.75f, _model.Evaluate(new float[256], [0, 9, 1, 2]));
    }

    [Theory]
    [InlineData(10, "labels[2] is 10; DigitNet has 10 classes, so a label is at least 0 and at most 9.")]
    [InlineData(-1, "labels[2] is -1; DigitNet has 10 classes, so a label is at least 0 and at most 9.")]
    public void Labels_out_of_range_are_refused(int label, string message)
    {
        var labels = new[] { 0, 1, label };
        Assert.StartsWith(
            message,
            Assert.Throws<ArgumentException>("labels", () => _model.TrainStep(new float[192], labels)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            message,
            Assert.Throws<ArgumentException>("labels", () => _model.Evaluate(new float[192], labels)).Message,
            StringComparison.Ordinal);
        AssertNotUpdated();
    }

    [Theory]
    [InlineData(
        float.NaN,
        "input[70] is NaN: sample 1, value 6 of its 64 (counted from 0). Only finite numbers can be learned from; the model is unchanged.")]
    [InlineData(float.NegativeInfinity, "input[70] is -Infinity: sample 1, value 6 of its 64")]
    public void Numbers_that_are_not_finite_are_refused(float number, string message)
    {
        var input = new float[128];
        input[70] = number;
        var problem = Assert.Throws<ArgumentException>("input", () => _model.TrainStep(input, [0, 0]));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        AssertNotUpdated();
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_step_before_the_update()
    {
        LossSum = double.NaN;
        var problem = Assert.Throws<ArithmeticException>(() => _model.TrainStep(new float[64], [0]));
        Assert.StartsWith(
            "The loss of DigitNet is NaN at the learning rate 0.001; no update was made, the parameters are unchanged. Likely causes: a "
                + "learning rate",
            problem.Message,
            StringComparison.Ordinal);
        AssertNotUpdated();

        _model.Parameters["dense2.bias"].Value[0] = float.PositiveInfinity;
        Assert.Contains(
            "The parameter 'dense2.bias' holds numbers that are not finite",
            Assert.Throws<ArithmeticException>(() => _model.TrainStep(new float[64], [0])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_follows_a_Forward_of_as_many_samples()
    {
        var (forward, backward) = (Call<ForwardCall>("Forward"), Call<BackwardCall>("Backward"));
        Assert.Contains(
            "Call Forward first",
            Assert.Throws<InvalidOperationException>(() => backward(new float[10], default)).Message,
            StringComparison.Ordinal);

        forward(new float[128], new float[20]);
        Assert.StartsWith(
            "outputGradient has 10 values (1 sample of 10); the Forward before it has 2 samples, so 20 (2 × 10) are needed.",
            Assert.Throws<ArgumentException>("outputGradient", () => backward(new float[10], default)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("inputGradient", () => backward(new float[20], new float[64]));

        var (gradient, inputGradient) = (new float[20], new float[128]);
        gradient[0] = 5;
        backward(gradient, inputGradient);
        Assert.Equal((5f, 2f), (_model.Parameters[0].Gradient[0], inputGradient[0]));
        Assert.Throws<InvalidOperationException>(() => backward(gradient, default));

        Call<Action>("ZeroGradients")();
        Assert.Equal(0f, _model.Parameters[0].Gradient[0]);
    }

    [Fact]
    public void A_training_step_uses_up_the_activations()
    {
        Call<ForwardCall>("Forward")(new float[64], new float[10]);
        _model.TrainStep(new float[64], [0]);
        Assert.Throws<InvalidOperationException>(() => Call<BackwardCall>("Backward")(new float[10], default));
    }

    [Fact]
    public void Steps_are_counted_for_dropout()
    {
        var (forward, output) = (Call<ForwardCall>("Forward"), new float[10]);
        forward(new float[64], output);
        Assert.Equal(0f, output[0]);
        _model.TrainStep(new float[64], [0]);
        Call<Action>("Update")();
        forward(new float[64], output);
        Assert.Equal(2f, output[0]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-0.1f)]
    public void Learning_rates_are_checked(float rate)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.LearningRate = rate);
        _model.LearningRate = 0;
        Assert.Equal(0f, _model.LearningRate);
    }

    [Fact]
    public void Weights_come_back_from_a_file()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            _model.Save(path);
            var loaded = (IModel)_type.GetMethod("Load", [typeof(string)])!.Invoke(null, [path])!;
            Assert.Equal(_model.Parameters.Select(p => p.Value.ToArray()), loaded.Parameters.Select(p => p.Value.ToArray()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Weights_come_back_from_a_stream_and_from_memory()
    {
        using var stream = new MemoryStream();
        Call<Action<Stream>>("Save")(stream);
        var bytes = stream.ToArray();
        stream.Position = 0;
        var expected = _model.Parameters.Select(p => p.Value.ToArray());
        var loaded = (IModel)_type.GetMethod("Load", [typeof(Stream)])!.Invoke(null, [stream])!;
        Assert.Equal(expected, loaded.Parameters.Select(p => p.Value.ToArray()));
        loaded = _type.GetMethod("Load", [typeof(ReadOnlySpan<byte>)])!.CreateDelegate<LoadCall>()(bytes);
        Assert.Equal(expected, loaded.Parameters.Select(p => p.Value.ToArray()));
        Assert.Throws<InvalidDataException>(() =>
            _type.GetMethod("Load", [typeof(ReadOnlySpan<byte>)])!.CreateDelegate<LoadCall>()(bytes.AsSpan(1)));
    }

    [Fact]
    public void Checks_allocate_nothing()
    {
        var (input, output, labels) = (new float[640], new float[100], new int[10]);
        void Step()
        {
            _model.Predict(input, output);
            _model.TrainStep(input, labels);
            _model.Evaluate(input, labels);
        }

        Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private double LossSum
    {
        set => _type.GetField("LossSum")!.SetValue(_model, value);
    }

    private TDelegate Call<TDelegate>(string method)
        where TDelegate : Delegate
    {
        Type[] parameters = [.. typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Select(p => p.ParameterType)];
        return _type.GetMethod(method, parameters)!.CreateDelegate<TDelegate>(_model);
    }

    private void AssertNotUpdated() => Assert.NotEqual(42f, _model.Parameters[0].Value[0]);
}
