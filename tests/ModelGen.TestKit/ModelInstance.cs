using System.Reflection;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Programs.Stepping;
using ModelGen.Runtime;

namespace ModelGen.TestKit;

/// <summary>What a loss compares a batch with: labels or values, as the model's loss needs.</summary>
/// <param name="Values">Floats in the output's shape, or null.</param>
/// <param name="Labels">Classes, or null.</param>
/// <param name="SampleWeights">The weight of each sample, or null.</param>
public sealed record Targets(float[]? Values, int[]? Labels, float[]? SampleWeights = null)
{
    /// <summary>The targets of several losses, in the order in which the model takes them, labels as floats; null for one.</summary>
    public float[][]? Several { get; init; }

    /// <summary>The target of a loss, labels as floats.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">One of its losses.</param>
    public float[] Of(BuiltModel model, BoundLoss loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        if (Several is null) return Values ?? [.. Labels!.Select(label => (float)label)];
        string[] names = [.. model.Losses.Select(other => other.TargetName).Distinct()];
        return Several[Array.IndexOf(names, loss.TargetName)];
    }

    /// <summary>The targets of some of the samples.</summary>
    /// <param name="start">The first sample.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="samples">How many samples there are in all.</param>
    public Targets Slice(int start, int count, int samples) =>
        new(Part(Values, start, count, samples), Part(Labels, start, count, samples), Part(SampleWeights, start, count, samples))
        {
            Several = Several?.Select(some => Part(some, start, count, samples)!).ToArray(),
        };

    /// <summary>What the sum of the samples' losses is divided by: the samples, or how many samples' worth of labels count.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">Says which labels count, and how much.</param>
    /// <param name="samples">How many samples there are.</param>
    public double Weight(BuiltModel model, BoundLoss loss, int samples)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (!loss.WeighsLabels) return samples;
        IReadOnlyList<float> weights = loss.ClassWeights;
        float[] labels = Of(model, loss);
        double sum = labels
            .Where(label => label != loss.IgnoredLabel)
            .Sum(label => weights.Count == 0 ? 1.0 : weights[(int)label]);
        return sum / (labels.Length / samples);
    }

    private static T[]? Part<T>(T[]? all, int start, int count, int samples) =>
        all?[(all.Length / samples * start)..(all.Length / samples * (start + count))];
}

/// <summary>
/// An instance of a generated class, its kernels running at one vector width. Its members are the generated ones, on arrays.
/// </summary>
public sealed class ModelInstance : IModelUnderTest
{
    private readonly CompiledModel _model;
    private readonly Action<float[][], float[][]> _predict, _forward;
    private readonly Func<float[][], float[][], float[]?, float> _trainStep, _evaluate;
    private readonly Action<float[], float[][]> _backward;
    private readonly Func<object>? _newStream;
    private readonly Action<float[][], object>? _begin;
    private readonly Action<float[][], object, float[][]>? _step;
    private readonly Func<float[]?>? _getState;
    private readonly Action<float[]?>? _setState;
    private readonly Action _zeroGradients, _update;
    private readonly Action<string> _save;
    private readonly Func<float> _getLearningRate;
    private readonly Action<float> _setLearningRate;
    private readonly Func<int> _getThreads;
    private readonly Action<int> _setThreads;

    private ModelInstance(CompiledModel model, object adapter)
    {
        _model = model;
        Model = adapter.GetType().GetField("Model")!.GetValue(adapter)!;
        _predict = Bind<Action<float[][], float[][]>>("Predict");
        _forward = Bind<Action<float[][], float[][]>>("Forward");
        _backward = Bind<Action<float[], float[][]>>("Backward");
        _zeroGradients = Bind<Action>("ZeroGradients");
        _update = Bind<Action>("Update");
        _save = Bind<Action<string>>("Save");
        _getLearningRate = Bind<Func<float>>("GetLearningRate");
        _setLearningRate = Bind<Action<float>>("SetLearningRate");
        _getThreads = Bind<Func<int>>("GetThreads");
        _setThreads = Bind<Action<int>>("SetThreads");
        if (adapter.GetType().GetMethod("NewStream") is not null)
        {
            _newStream = Bind<Func<object>>("NewStream");
            _begin = Bind<Action<float[][], object>>("Begin");
            _step = Bind<Action<float[][], object, float[][]>>("Step");
        }

        if (model.Built.StateWidth > 0)
        {
            _getState = Bind<Func<float[]?>>("GetState");
            _setState = Bind<Action<float[]?>>("SetState");
        }

        Parameters = Bind<Func<ParameterSet>>("get_Parameters")();
        _trainStep = Bind<Func<float[][], float[][], float[]?, float>>("TrainStep");
        _evaluate = Bind<Func<float[][], float[][], float[]?, float>>("Evaluate");

        TDelegate Bind<TDelegate>(string name)
            where TDelegate : Delegate => adapter.GetType().GetMethod(name)!.CreateDelegate<TDelegate>(adapter);
    }

    /// <summary>The instance of the generated class.</summary>
    public object Model { get; }

    /// <summary>The weights and gradients, live.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The learning rate of the next update.</summary>
    public float LearningRate
    {
        get => _getLearningRate();
        set => _setLearningRate(value);
    }

    /// <summary>The most threads that work at one call.</summary>
    public int Threads
    {
        get => _getThreads();
        set => _setThreads(value);
    }

    /// <inheritdoc/>
    public float[]? State
    {
        get => _getState?.Invoke();
        set => (_setState ?? throw new InvalidOperationException("No layer of the model keeps a state."))(value);
    }

    /// <summary>The generated <c>Begin</c>, of a model that reads some inputs before the first step.</summary>
    public void Begin(float[][] inputs, StepState state) =>
        (_begin ?? throw new InvalidOperationException("The model does not run step by step."))(inputs, state);

    internal static ModelInstance New(CompiledModel model, Type adapter, int seed) => new(model, Call(adapter, nameof(New), seed));

    internal static ModelInstance Load(CompiledModel model, Type adapter, string path) => new(model, Call(adapter, nameof(Load), path));

    /// <summary>The main output of the only input.</summary>
    public float[] Predict(params float[] input) => Predict([input])[0];

    /// <summary>All outputs of all inputs.</summary>
    public float[][] Predict(float[][] inputs)
    {
        float[][] outputs = Outputs(inputs);
        _predict(inputs, outputs);
        return outputs;
    }

    /// <summary>A stream that has not begun; null if the model does not run step by step.</summary>
    public IStreamUnderTest? NewStream() => _newStream is null ? null : new Stream(this, (StepState)_newStream());

    /// <summary>All outputs in training mode; the activations are kept.</summary>
    public float[][] Forward(float[][] inputs)
    {
        float[][] outputs = Outputs(inputs);
        _forward(inputs, outputs);
        return outputs;
    }

    /// <summary>The gradients in the inputs; those of the parameters are added up.</summary>
    public float[][] Backward(float[] outputGradient)
    {
        int samples = outputGradient.Length / _model.OutputSizes[0];
        float[][] gradients = [.. _model.GradientSizes.Select(size => new float[samples * size])];
        _backward(outputGradient, gradients);
        return gradients;
    }

    /// <summary>As <see cref="Backward"/>, without the gradients in the inputs.</summary>
    public void BackwardToParameters(float[] outputGradient) =>
        _backward(outputGradient, [.. _model.GradientSizes.Select(_ => Array.Empty<float>())]);

    /// <summary>One training step; the mean loss before it.</summary>
    public float TrainStep(float[][] inputs, Targets targets) => _trainStep(inputs, All(targets), targets.SampleWeights);

    /// <summary>The mean loss.</summary>
    public float Evaluate(float[][] inputs, Targets targets) => _evaluate(inputs, All(targets), targets.SampleWeights);

    /// <summary>Sets all gradients to zero.</summary>
    public void ZeroGradients() => _zeroGradients();

    /// <summary>One step of the optimizer.</summary>
    public void Update() => _update();

    /// <summary>Writes the weights to a file.</summary>
    public void Save(string path) => _save(path);

    /// <summary>Each target once.</summary>
    private float[][] All(Targets targets) =>
        [.. _model.Built.Losses.GroupBy(loss => loss.TargetName).Select(losses => targets.Of(_model.Built, losses.First()))];

    private float[][] Outputs(float[][] inputs)
    {
        int samples = inputs[0].Length / _model.InputSizes[0];
        return [.. _model.OutputSizes.Select(size => new float[samples * size])];
    }

    private static object Call(Type adapter, string method, object argument) =>
        WidthSetting.Create(() => adapter.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [argument], null)!);

    private sealed class Stream(ModelInstance instance, StepState state) : IStreamUnderTest
    {
        public void Begin(float[][] inputs)
        {
            state.Reset();
            instance._begin!(inputs, state);
        }

        public float[][] Step(float[][] inputs)
        {
            (StepGraph? steps, _) = StepGraph.Of(instance._model.Built);
            float[][] outputs =
            [
                .. instance._model.Built.Outputs.Select(o => new float[steps!.Graph[OutputRole.Output, o.Name].Shape.SampleElements]),
            ];
            instance._step!(inputs, state, outputs);
            return outputs;
        }

        public void Reset() => state.Reset();
    }
}
