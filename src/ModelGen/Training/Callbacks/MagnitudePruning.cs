using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>
/// Makes the smallest weights zero while a model learns, and keeps them zero: at once, or more and more of them between two steps. The
/// mask is part of the checkpoints of <c>Fit</c>.
/// </summary>
/// <param name="sparsity">The share of zeros at the end, at least 0 and below 1.</param>
/// <remarks>
/// <para>
/// Between <see cref="BeginStep"/> and <see cref="EndStep"/> the share is s · (1 − (1 − u)³), u going from 0 to 1: fast as long as there
/// is much to spare (Zhu, Gupta: To prune, or not to prune, 2017). The mask is chosen anew after every <see cref="Frequency"/> steps, and
/// applied after each. What it is and does is told by <see cref="PruningMask"/>.
/// </para>
/// <para>
/// Put it behind callbacks that change weights. <see cref="EarlyStopping"/> may give back weights of an epoch with fewer zeros; the mask is
/// applied to them, too, if this one stands behind it. The average of <c>WeightAverage</c> has zeros once it has forgotten the time before.
/// </para>
/// </remarks>
/// <example><code>
/// MagnitudePruning pruning = new(0.9) { BeginStep = 1_000, EndStep = 5_000, Scope = PruningScope.Model };
/// model.Fit(training, new FitOptions&lt;int&gt; { Epochs = 20, Callbacks = [pruning] });
/// Console.WriteLine(pruning.Mask!.Sparsity);
/// </code></example>
/// <seealso href="https://arxiv.org/abs/1710.01878"/>
public sealed class MagnitudePruning(double sparsity) : TrainingCallback
{
    /// <summary>The share of zeros at the end.</summary>
    public double Sparsity { get; } = sparsity;

    /// <summary>Among which weights the smallest are looked for. Default: each layer by itself.</summary>
    public PruningScope Scope { get; init; }

    /// <summary>After how many steps pruning begins; at least 0, which is before the first. Default: 0.</summary>
    public long BeginStep { get; init; }

    /// <summary>After how many steps the share is reached; up to <see cref="BeginStep"/> it is reached there. Default: 0.</summary>
    public long EndStep { get; init; }

    /// <summary>After how many steps weights are chosen anew, while the share grows; at least 1. Default: 100.</summary>
    public int Frequency { get; init; } = 100;

    /// <summary>Which weights are zero, in the training that runs or ran last; null before the first.</summary>
    public PruningMask? Mask { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public override void OnTrainBegin(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        PruningMask.CheckSparsity(Sparsity, nameof(Sparsity));
        ArgumentOutOfRangeException.ThrowIfNegative(BeginStep);
        ArgumentOutOfRangeException.ThrowIfLessThan(Frequency, 1);
        Mask = new PruningMask(state.Model.Parameters);
        if (BeginStep == 0) Mask.Prune(ShareAfter(0), Scope);
    }

    /// <inheritdoc/>
    public override void Exchange(CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Mask?.Exchange(state);
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long behind = state.Step - BeginStep, length = Math.Max(EndStep - BeginStep, 0);
        if (behind >= 0 && behind <= length && (behind % Frequency == 0 || behind == length)) Mask!.Prune(ShareAfter(state.Step), Scope);
        else Mask!.Apply();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(FitState state) => Mask?.Apply();

    private double ShareAfter(long step)
    {
        if (step >= EndStep) return Sparsity;
        double left = 1 - ((step - BeginStep) / (double)(EndStep - BeginStep));
        return Sparsity * (1 - (left * left * left));
    }
}
