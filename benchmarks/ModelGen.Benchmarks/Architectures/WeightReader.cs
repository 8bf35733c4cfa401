using ModelGen.Runtime;

namespace ModelGen.Benchmarks.Architectures;

/// <summary>Hands out the parameters of a model one after the other, in the standard layout that files have.</summary>
internal sealed class WeightReader(ParameterSet parameters)
{
    private int _next;

    /// <summary>The next parameter.</summary>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="InvalidOperationException">It has another one: the architecture is not that of the model.</exception>
    public float[] Next(params int[] shape)
    {
        if (_next == parameters.Count)
            throw new InvalidOperationException(
                $"The model has only {parameters.Count} parameters; one of shape [{string.Join(", ", shape)}] was to follow.");
        Parameter parameter = parameters[_next++];
        if (!parameter.Shape.SequenceEqual(shape))
            throw new InvalidOperationException(
                $"{parameter.Name} has shape [{string.Join(", ", parameter.Shape)}]; the peer's architecture needs "
                    + $"[{string.Join(", ", shape)}].");
        return parameter.Value.ToArray();
    }

    /// <summary>Checks that every parameter was taken.</summary>
    /// <exception cref="InvalidOperationException">One was not: the peers would compute something else.</exception>
    public void End()
    {
        if (_next < parameters.Count)
            throw new InvalidOperationException($"The peer's architecture has no place for {parameters[_next].Name}.");
    }
}
