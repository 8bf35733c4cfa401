using System.Diagnostics;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Benchmarks.Workloads;

namespace ModelGen.Benchmarks.Peers;

/// <summary>Our side.</summary>
internal abstract class Ours(int threads) : Contestant("ModelGen", threads)
{
    /// <summary>The numbers of threads that are measured, one first: that is what peers are compared with.</summary>
    public static readonly IReadOnlyList<int> ThreadCounts = Environment.ProcessorCount > 1 ? [1, 2] : [1];

    public override void Prepare() => WarmUp.UntilCompiled(() => Time(1));
}

/// <summary>Does the same again and again; the loop is its own, so that nothing is called between.</summary>
internal abstract class OursRepeating(int threads) : Ours(threads)
{
    public override double Time(int repetitions)
    {
        using Pinning pinning = Pinning.ToCores(Threads);
        Run(Math.Max(1, repetitions / 10));
        long start = Stopwatch.GetTimestamp();
        Run(repetitions);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    protected abstract void Run(int repetitions);
}

/// <summary>Predicts the same samples again and again.</summary>
internal sealed class OursPredicting(IModel model, float[] inputs, int samples, int threads) : OursRepeating(threads)
{
    private readonly float[] _outputs = new float[samples * model.OutputSize];

    public override float[] Evidence()
    {
        model.Predict(inputs, _outputs);
        return [.. _outputs];
    }

    protected override void Run(int repetitions)
    {
        for (int i = 0; i < repetitions; i++) model.Predict(inputs, _outputs);
    }
}

/// <summary>Takes step after step; a stream that is at its end begins anew.</summary>
internal sealed class OursStepping(IStepModel<int> model, int[] tokens, int threads) : OursRepeating(threads)
{
    private readonly StepState _state = model.NewState();
    private readonly float[] _outputs = new float[model.StepOutputSize];

    public override float[] Evidence()
    {
        _state.Reset();
        for (int i = 0; i < tokens.Length; i++) Step();
        return [.. _outputs];
    }

    protected override void Run(int repetitions)
    {
        for (int i = 0; i < repetitions; i++) Step();
    }

    private void Step()
    {
        if (_state.Position == tokens.Length) _state.Reset();
        model.Step(tokens.AsSpan(_state.Position, 1), _state, _outputs);
    }
}

/// <summary>Takes the same step of one stream again and again.</summary>
internal sealed class OursStreaming(IStepModel<float> model, float[] input, int threads) : OursRepeating(threads)
{
    private readonly StepState _state = model.NewState();
    private readonly float[] _outputs = new float[model.StepOutputSize];

    public override float[] Evidence()
    {
        _state.Reset();
        model.Step(input, _state, _outputs);
        return [.. _outputs];
    }

    protected override void Run(int repetitions)
    {
        for (int i = 0; i < repetitions; i++) model.Step(input, _state, _outputs);
    }
}

/// <summary>
/// Trains. Each measurement starts with fresh weights: after thousands of steps on few samples gradients get so small that arithmetic slows
/// down.
/// </summary>
/// <param name="create">Makes the model.</param>
/// <param name="inputs">Those of all batches.</param>
/// <param name="targets">Those of all batches.</param>
/// <param name="batches">How many there are.</param>
/// <param name="threads">With how many threads the model works.</param>
/// <param name="behind">Prepares, for a fresh model, what is done behind each of its steps; null for nothing.</param>
internal sealed class OursTraining<TTarget>(
    Func<ITrainable<TTarget>> create,
    float[] inputs,
    TTarget[] targets,
    int batches,
    int threads,
    Func<ITrainable<TTarget>, Action>? behind = null)
    : Ours(threads)
    where TTarget : unmanaged
{
    private readonly int _inputLength = inputs.Length / batches, _targetLength = targets.Length / batches;

    private float _loss;

    public override float[] Evidence()
    {
        ITrainable<TTarget> model = create();
        return [.. Enumerable.Range(0, Training<TTarget>.Steps).Select(step => Step(model, step % batches))];
    }

    public override double Time(int repetitions)
    {
        using Pinning pinning = Pinning.ToCores(Threads);
        ITrainable<TTarget> model = create();
        Action? after = behind?.Invoke(model);
        Run(model, Math.Max(3, repetitions / 10), after);
        long start = Stopwatch.GetTimestamp();
        Run(model, repetitions, after);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Run(ITrainable<TTarget> model, int repetitions, Action? after)
    {
        int batch = 0;
        for (int i = 0; i < repetitions; i++)
        {
            _loss += Step(model, batch);
            after?.Invoke();
            if (++batch == batches) batch = 0;
        }
    }

    private float Step(ITrainable<TTarget> model, int batch) =>
        model.TrainStep(inputs.AsSpan(batch * _inputLength, _inputLength), targets.AsSpan(batch * _targetLength, _targetLength));
}
