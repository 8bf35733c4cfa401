using System.ComponentModel;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// What one forward pass keeps for its backward pass, in memory of the caller: with a tape for each, several forward passes of a model can
/// wait for their backward passes, in any order. The model makes it with <c>NewTape()</c>.
/// </summary>
/// <remarks>
/// A tape holds one pass; a backward pass uses it up, and the next <c>Forward</c> with it begins anew in the same memory, so nothing is
/// allocated after the first pass at the largest batch size seen. One model runs one call at a time, whatever tapes there are. Weights
/// that are written through <c>Parameters</c> between the two passes are not noticed: the gradients are then those of neither.
/// </remarks>
/// <example><code>
/// Tape real = critic.NewTape(), made = critic.NewTape();
/// critic.Forward(images, scores, real);
/// critic.Forward(fakes, scoresOfFakes, made);
/// critic.Backward(gradient, tape: real);
/// critic.Backward(gradientOfFakes, gradientInFakes, toParameters: false, tape: made);
/// </code></example>
public sealed class Tape
{
    private readonly object _model;
    private readonly string _name;
    private int _updates;

    /// <summary>Makes an empty tape. For generated code.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Its class.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Tape(object model, string name) => (_model, _name) = (model, name);

    /// <summary>The samples of the forward pass that waits for its backward pass; 0 if none does.</summary>
    public int Samples { get; private set; }

    /// <summary>The memory. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public AlignedBuffer? Arena { get; private set; }

    /// <summary>The samples that there is room for. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int Capacity { get; private set; }

    /// <summary>The number of the pass, which decided its random numbers. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public uint Step { get; private set; }

    /// <summary>Forgets the pass that it holds. For generated code.</summary>
    /// <param name="model">The model that runs.</param>
    /// <exception cref="ArgumentException">The tape belongs to another model.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Begin(object model)
    {
        if (!ReferenceEquals(_model, model)) throw Foreign(model);
        Samples = 0;
    }

    /// <summary>Makes room for the activations of a pass. For generated code.</summary>
    /// <param name="samples">Its samples.</param>
    /// <param name="perSample">Floats for each.</param>
    /// <param name="fixedPart">Floats besides.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Reserve(int samples, int perSample, int fixedPart)
    {
        if (Arena is not null && samples <= Capacity) return;
        long capacity = (samples + 15L) / 16 * 16;
        Arena = AlignedBuffer.ForSamples(capacity, perSample, fixedPart);
        Capacity = (int)capacity;
    }

    /// <summary>Notes that a pass is complete. For generated code.</summary>
    /// <param name="samples">Its samples.</param>
    /// <param name="step">Its number.</param>
    /// <param name="updates">The model's count of changes of its weights.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Keep(int samples, uint step, int updates) => (Samples, Step, _updates) = (samples, step, updates);

    /// <summary>Checks that a backward pass may follow. For generated code.</summary>
    /// <param name="model">The model that runs.</param>
    /// <param name="updates">Its count of changes of its weights.</param>
    /// <returns>The samples of the pass; 0 if there is none.</returns>
    /// <exception cref="ArgumentException">The tape belongs to another model.</exception>
    /// <exception cref="InvalidOperationException">The weights have changed since the forward pass.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int Check(object model, int updates)
    {
        if (!ReferenceEquals(_model, model)) throw Foreign(model);
        if (Samples > 0 && updates != _updates)
        {
            throw new InvalidOperationException(
                $"The weights of this {_name} have changed since the Forward on this tape, so its activations no longer fit them. Call "
                    + "Backward before Update or TrainStep, or Forward again.");
        }

        return Samples;
    }

    private ArgumentException Foreign(object model) => new(
        _model.GetType() == model.GetType()
            ? $"The tape belongs to another {_name}. Make one with NewTape() of this model."
            : $"The tape is one of {_name}, and {model.GetType().Name} needs its own. Make one with its NewTape().",
        "tape");
}
