using ModelGen.Runtime;

namespace Teachers;

/// <summary>The parameters of a model as one vector, in the order that <c>HessianVectorProduct</c> has.</summary>
public static class ParameterVector
{
    /// <summary>All values.</summary>
    /// <param name="parameters">All of them learn.</param>
    public static float[] Of(ParameterSet parameters) => Read(parameters, parameter => parameter.Value);

    /// <summary>All gradients.</summary>
    /// <param name="parameters">All of them learn.</param>
    public static float[] GradientsOf(ParameterSet parameters) => Read(parameters, parameter => parameter.Gradient);

    /// <summary>Sets all values.</summary>
    /// <param name="parameters">All of them learn.</param>
    /// <param name="values">As many numbers.</param>
    public static void Set(ParameterSet parameters, ReadOnlySpan<float> values) => Write(parameters, values, parameter => parameter.Value);

    /// <summary>Sets all gradients.</summary>
    /// <param name="parameters">All of them learn.</param>
    /// <param name="values">As many numbers.</param>
    public static void SetGradients(ParameterSet parameters, ReadOnlySpan<float> values) =>
        Write(parameters, values, parameter => parameter.Gradient);

    private static float[] Read(ParameterSet parameters, Func<Parameter, TensorView> part)
    {
        float[] values = new float[parameters.ElementCount];
        int next = 0;
        foreach (Parameter parameter in parameters)
        {
            part(parameter).CopyTo(values.AsSpan(next, parameter.Length));
            next += parameter.Length;
        }

        return values;
    }

    private static void Write(ParameterSet parameters, ReadOnlySpan<float> values, Func<Parameter, TensorView> part)
    {
        int next = 0;
        foreach (Parameter parameter in parameters)
        {
            part(parameter).CopyFrom(values.Slice(next, parameter.Length));
            next += parameter.Length;
        }
    }
}
