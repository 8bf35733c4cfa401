using System.ComponentModel;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// What the recurrent layers of a batch take along to the next one: the state of truncated backpropagation through time. A model with a
/// layer that says <see cref="RecurrentAttribute.Stateful"/> makes it with <c>NewBatchState(samples)</c>; <c>TrainStep</c>,
/// <c>Evaluate</c>, <c>Predict</c> and <c>Forward</c> start from it and leave there the state behind the last step.
/// </summary>
/// <remarks>
/// <para>
/// The caller owns it. Sample i of each batch goes on where sample i of the batch before has ended, so all batches have equally many
/// samples. A call that throws leaves it as it was. One state is used by one thread at a time.
/// </para>
/// <para>
/// The floats of a sample are those of the stateful layers in the order of declaration; in each, of its stacked layers from below; in
/// each of these the output h, and behind it c of <see cref="LstmAttribute"/>.
/// </para>
/// </remarks>
public sealed class BatchState
{
    private readonly object _model;
    private readonly string _name;
    private float[] _current, _next;

    /// <summary>Makes a state of zeros. For generated code.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Its class.</param>
    /// <param name="size">Floats of one sample.</param>
    /// <param name="samples">The samples of a batch.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no samples, or too many.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public BatchState(object model, string name, int size, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, Array.MaxLength / size);
        (_model, _name, Size, Samples) = (model, name, size, samples);
        (_current, _next) = (new float[size * samples], new float[size * samples]);
    }

    /// <summary>The samples of each batch.</summary>
    public int Samples { get; }

    /// <summary>The floats of one sample.</summary>
    public int Size { get; }

    /// <summary>From what a batch starts. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReadOnlySpan<float> Current => _current;

    /// <summary>Where a batch writes its end. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Span<float> Next => _next;

    /// <summary>Sets all samples to zero, as at the beginning of their sequences.</summary>
    public void Reset() => _current.AsSpan().Clear();

    /// <summary>Sets one sample to zero: its sequence has ended, and another begins.</summary>
    /// <param name="sample">Which one, from 0 on.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public void Reset(int sample) => _current.AsSpan(Start(sample), Size).Clear();

    /// <summary>What one sample takes along, until the next call.</summary>
    /// <param name="sample">Which one, from 0 on.</param>
    /// <returns><see cref="Size"/> floats, in the order that the remarks say.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<float> Of(int sample) => _current.AsSpan(Start(sample), Size);

    /// <summary>Gives one sample the state that it starts from, such as one that was kept.</summary>
    /// <param name="sample">Which one, from 0 on.</param>
    /// <param name="values"><see cref="Size"/> finite floats, in the order that the remarks say.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">There are more floats or fewer, or one is not finite; nothing has changed.</exception>
    public void Set(int sample, ReadOnlySpan<float> values)
    {
        int start = Start(sample);
        if (values.Length != Size)
            throw new ArgumentException($"values has {values.Length} floats; the state of a sample of {_name} has {Size}.", nameof(values));
        if (FiniteCheck.IndexOfNonFinite(values) is >= 0 and int index)
            throw new ArgumentException($"values[{index}] is not finite.", nameof(values));
        values.CopyTo(_current.AsSpan(start));
    }

    /// <summary>Takes over what another state of the same model and number of samples holds. Allocates nothing.</summary>
    /// <param name="other">The other state, which stays as it is.</param>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="ArgumentException">It belongs to another model, or has another number of samples.</exception>
    public void CopyFrom(BatchState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Enter(_model, Samples, nameof(other));
        other._current.AsSpan().CopyTo(_current);
    }

    /// <summary>A new state that holds the same.</summary>
    /// <returns>The state, which goes on by itself.</returns>
    public BatchState Clone()
    {
        BatchState clone = new(_model, _name, Size, Samples);
        clone.CopyFrom(this);
        return clone;
    }

    /// <summary>Checks that a batch may start from it. For generated code.</summary>
    /// <param name="model">The model that runs.</param>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="parameter">The name of the state's parameter.</param>
    /// <exception cref="ArgumentException">It belongs to another model, or has another number of samples.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Enter(object model, int samples, string parameter)
    {
        if (!ReferenceEquals(_model, model))
        {
            throw new ArgumentException(
                _model.GetType() == model.GetType()
                    ? $"{parameter} belongs to another {_name}: what it holds was made with other weights. Make one with NewBatchState() "
                        + "of this model."
                    : $"{parameter} is a state of {_name}, and {model.GetType().Name} needs its own. Make one with its NewBatchState().",
                parameter);
        }

        if (samples == Samples) return;
        throw new ArgumentException(
            $"{parameter} has the state of {Samples} {(Samples == 1 ? "sample" : "samples")}, and this batch has {samples}: each sample "
                + "goes on where the one before has ended, so all batches have equally many.",
            parameter);
    }

    /// <summary>Takes what a batch has written. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Advance() => (_current, _next) = (_next, _current);

    private int Start(int sample)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sample, Samples);
        return sample * Size;
    }
}
