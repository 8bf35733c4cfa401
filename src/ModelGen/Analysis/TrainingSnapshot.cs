using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Analysis;

/// <summary>
/// A model as it is now, to be put back after an experiment: weights, gradients, and what <see cref="ICheckpointed"/> names, such as the
/// optimizer's state and the counters that decide dropout.
/// </summary>
internal sealed class TrainingSnapshot
{
    private readonly IModel _model;
    private readonly float[][] _weights, _gradients;
    private readonly Dictionary<string, byte[]> _state = new(StringComparer.Ordinal);

    public TrainingSnapshot(IModel model)
    {
        _model = model;
        _weights = [.. model.Parameters.Select(parameter => parameter.Value.ToArray())];
        _gradients = [.. model.Parameters.Select(parameter => parameter.Gradient.ToArray())];
        if (model is not ICheckpointed checkpointed) return;
        CheckpointState state = new(model.Parameters);
        checkpointed.Exchange(state);
        foreach (SavedTensor tensor in state.Saved)
        {
            using MemoryStream bytes = new();
            tensor.Write(bytes);
            _state.Add(tensor.Name, bytes.ToArray());
        }
    }

    /// <summary>The weights of each parameter.</summary>
    public IReadOnlyList<float[]> Weights => _weights;

    public void Restore()
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            _model.Parameters[i].Value.CopyFrom(_weights[i]);
            _model.Parameters[i].Gradient.CopyFrom(_gradients[i]);
        }

        if (_model is ICheckpointed checkpointed) checkpointed.Exchange(new CheckpointState(_model.Parameters, _state));
    }
}
