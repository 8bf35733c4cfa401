using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>What a user's function may keep and draw: parameters, buffers and random numbers of the layer that applies it.</summary>
/// <param name="context">The layer.</param>
internal sealed class FormulaState(LayerContext context)
{
    private readonly HashSet<string> _buffers = new(StringComparer.Ordinal), _updated = new(StringComparer.Ordinal);

    /// <summary>Whether the program is one of training.</summary>
    public bool IsTraining => context.Mode == Mode.Training;

    /// <summary>A buffer that has no next value though it needs one; null if there is none.</summary>
    public string? NotUpdated => context.UpdatesBuffers ? _buffers.FirstOrDefault(name => !_updated.Contains(name)) : null;

    /// <summary>A parameter; null, reported, if the model would become too large.</summary>
    public Value? Parameter(string name, int[] shape, ParameterInit init) =>
        context.Parameter(name, shape, Enumerable.Range(0, shape.Length).ToArray(), init);

    /// <inheritdoc cref="LayerContext.Weight"/>
    public ParameterInit Weight(Init init, int fanIn, int fanOut) => context.Weight(init, 0.01f, fanIn, fanOut);

    /// <summary>A buffer's value before the call; null, reported, if the model would become too large.</summary>
    public Value? Buffer(string name, int[] shape, double start)
    {
        _buffers.Add(name);
        return context.Buffer(name, shape, ParameterInit.Constant((float)start));
    }

    /// <summary>Whether a buffer has a next value already.</summary>
    public bool IsUpdated(string name) => _updated.Contains(name);

    /// <summary>
    /// Gives a buffer its value after a training step: what each sample proposes, averaged over the samples of the batch.
    /// </summary>
    /// <param name="name">The buffer's name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="next">Its next value, with or without a batch.</param>
    public void Update(string name, int[] shape, Value next)
    {
        _updated.Add(name);
        if (!context.UpdatesBuffers) return;
        var mean = next.Shape.IsBatched
            ? context.SumOfSamples(next.Detach(), [0], isCompared: false) * context.InverseSamples
            : next.Detach();
        context.SetBuffer(name, mean.Reshape(Shape.Of(shape)));
    }

    /// <summary>
    /// Uniform numbers in [0, 1), of their own for each sample and step; null, reported, if there are too many streams of them.
    /// </summary>
    public Value? Uniform(int[] shape) =>
        context.NextRandomStream() is { } stream ? context.Builder.Random(Shape.Batched(shape), stream) : null;
}
