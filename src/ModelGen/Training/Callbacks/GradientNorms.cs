using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>
/// Notes the norm of all gradients as one vector, epoch by epoch: what grows without end explodes, what falls to nothing has vanished or
/// arrived.
/// </summary>
/// <remarks>
/// The gradients are those that the last step of a batch left: of the mean loss, before clipping and without penalties. A pass over them in
/// each step is what it costs.
/// </remarks>
/// <example><code>
/// GradientNorms norms = new();
/// History history = model.Fit(training, new FitOptions&lt;int&gt; { Callbacks = [norms] });
/// new TrainingReport("Digits", history).AddGradientNorms(norms).Save("report.html");
/// </code></example>
public sealed class GradientNorms : TrainingCallback
{
    private readonly List<double> _epochs = [];
    private double _sum;
    private int _batches;

    /// <summary>The mean over the batches of each finished epoch, of the training that runs or ran last.</summary>
    public IReadOnlyList<double> Epochs => _epochs;

    /// <inheritdoc/>
    public override void OnTrainBegin(FitState state)
    {
        _epochs.Clear();
        (_sum, _batches) = (0, 0);
    }

    /// <inheritdoc/>
    public override void Exchange(CheckpointState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int count = _epochs.Count;
        state.Count("epochs", ref count);
        while (_epochs.Count < count) _epochs.Add(0);
        for (int i = 0; i < count; i++)
        {
            double norm = _epochs[i];
            state.Number($"epoch{i + 1}", ref norm);
            _epochs[i] = norm;
        }

        state.Number("sum", ref _sum);
        state.Count("batches", ref _batches);
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(FitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _sum += state.Model.Parameters.GradientNorm();
        _batches++;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(FitState state, EpochRecord epoch)
    {
        _epochs.Add(_sum / _batches);
        (_sum, _batches) = (0, 0);
    }
}
