using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>A copy of all weights and buffers of a model, to go back to.</summary>
internal sealed class WeightSnapshot(ParameterSet parameters)
{
    private readonly float[][] _values = [.. parameters.Select(parameter => new float[parameter.Length])];

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
