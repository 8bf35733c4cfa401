using ModelGen.Runtime;
using ModelGen.Serialization;

namespace ModelGen.Training;

/// <summary>A copy of all weights and buffers of a model, to go back to.</summary>
internal sealed class WeightSnapshot(ParameterSet parameters)
{
    private readonly float[][] _values = [.. parameters.Select(parameter => new float[parameter.Length])];

    /// <summary>Names the values, as those of a checkpoint.</summary>
    public void Exchange(string name, CheckpointState state) => state.Values(name, _values);

    public void Take()
    {
        for (int i = 0; i < _values.Length; i++)
            parameters[i].Value.CopyTo(_values[i]);
    }

    public void Restore()
    {
        for (int i = 0; i < _values.Length; i++)
            parameters[i].Value.CopyFrom(_values[i]);
    }
}
