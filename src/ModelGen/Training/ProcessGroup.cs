using ModelGen.Data;

namespace ModelGen.Training;

/// <summary>Processes that train one model together, as <c>Fit</c> sees them. Each calls the same methods in the same order.</summary>
internal abstract class ProcessGroup
{
    /// <summary>Which of them this process is, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many there are.</summary>
    public abstract int Size { get; }

    /// <summary>Which samples of a batch a process computes.</summary>
    /// <param name="total">The samples of the batch.</param>
    /// <param name="rank">The process.</param>
    public abstract (int First, int Count) PartOf(int total, int rank);

    /// <summary>Which samples of a batch this process computes.</summary>
    public (int First, int Count) PartOf(int total) => PartOf(total, Rank);

    /// <summary>Before the first step: refuses to train what differs, and gives all models the state of the first one.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">What must be the same, as lines of text.</param>
    public abstract void Begin<TTarget>(ITrainable<TTarget> model, IReadOnlyList<string> settings)
        where TTarget : unmanaged;

    /// <summary>Behind the last step, also after an exception.</summary>
    public abstract void End();

    /// <summary>One step of the optimizer on the batch that all parts make together.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">This process's part, perhaps without samples.</param>
    /// <param name="losses">Receives the mean of each of several losses.</param>
    /// <returns>The mean loss over the whole batch before the update.</returns>
    public abstract float Step<TTarget>(ITrainable<TTarget> model, Batch<TTarget> batch, Span<float> losses)
        where TTarget : unmanaged;

    /// <summary>Adds up the numbers of all processes.</summary>
    /// <param name="values">Those of this one; receives the sums.</param>
    public abstract void Sum(Span<double> values);

    /// <summary>Gives all processes what each has.</summary>
    /// <param name="own">What this one has.</param>
    /// <param name="all">Receives what all have, in the order of the processes.</param>
    /// <param name="lengths">How many bytes each has.</param>
    public abstract void Gather(ReadOnlySpan<byte> own, Span<byte> all, ReadOnlySpan<int> lengths);

    /// <summary>Gives all processes what the first has.</summary>
    /// <param name="content">Of the first process; null for nothing. Of the others it does not matter.</param>
    /// <returns>What the first process has, or null.</returns>
    public abstract byte[]? Broadcast(byte[]? content);

    /// <summary>Whether any process asks to stop: then all stop behind the same step.</summary>
    public void ThrowIfCancelled(CancellationToken cancellation)
    {
        if (!cancellation.CanBeCanceled)
            return;
        Span<double> wishes = [cancellation.IsCancellationRequested ? 1 : 0];
        Sum(wishes);
        if (wishes[0] > 0)
            throw new OperationCanceledException(cancellation);
    }
}
