using ModelGen.Data;
using ModelGen.Training;

namespace ModelGen.Mpi;

/// <summary>The processes as <c>Fit</c> sees them.</summary>
internal sealed class DataParallelGroup(DataParallel parallel) : ProcessGroup
{
    private IDisposable? _steps;
    private Func<(TimeSpan, TimeSpan)>? _times;

    public override int Rank => parallel.World.Rank;

    public override int Size => parallel.World.Size;

    public override (int First, int Count) PartOf(int total, int rank) => parallel.PartOf(total, rank);

    public override void Begin<TTarget>(ITrainable<TTarget> model, IReadOnlyList<string> settings)
    {
        ParallelSteps<TTarget> steps = new(parallel, model);
        (_steps, _times) = (steps, () => steps.Times);
        parallel.World.Enter();
        Agreement.Begin(parallel, model, settings);
    }

    public override void End()
    {
        if (_steps is null)
            return;
        parallel.Communication = _times!();
        _steps.Dispose();
        _steps = null;
        parallel.World.Leave();
    }

    public override float Step<TTarget>(ITrainable<TTarget> model, Batch<TTarget> batch, Span<float> losses) =>
        ((ParallelSteps<TTarget>)_steps!).Step(batch.Inputs, batch.Targets, batch.Weights, batch.First, batch.Total, losses);

    public override void Sum(Span<double> values) => parallel.World.Sum(values);

    public override void Gather(ReadOnlySpan<byte> own, Span<byte> all, ReadOnlySpan<int> lengths) =>
        parallel.World.Gather(own, all, lengths);

    public override byte[]? Broadcast(byte[]? content) => Agreement.BroadcastBytes(parallel.World, content);
}
