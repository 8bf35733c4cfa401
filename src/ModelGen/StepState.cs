using System.ComponentModel;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// What a stream has seen: the keys and values of attention, the last inputs of causal convolutions. A model that is causal makes it
/// with <c>NewState()</c> and takes one step with each <c>Step(…, state, …)</c>.
/// </summary>
/// <remarks>
/// <para>
/// The caller owns it. Any number of streams share one model, in several threads, too; but one stream is stepped by one thread at a time.
/// After a change of the weights it holds what the old ones made, so begin anew with <see cref="Reset"/>.
/// </para>
/// <para>
/// A model of several inputs, such as an encoder and a decoder, may read some of them as a whole before the first step: then it has a
/// method <c>Begin(…, state)</c> for these, and <c>Step</c> takes the others.
/// </para>
/// </remarks>
public abstract class StepState
{
    private readonly string _name;
    private readonly StreamMemory _memory;

    /// <summary>Makes the state of a stream that has not begun.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Its class.</param>
    /// <param name="history">Floats for what is kept of all steps.</param>
    /// <param name="carried">Floats for what is taken along from one step to the next.</param>
    /// <param name="limit">The most steps.</param>
    protected StepState(object model, string name, int history, int carried, int limit)
        : this(model, name, history, carried, 0, limit)
    {
    }

    /// <summary>Makes the state of a stream that has not begun.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Its class.</param>
    /// <param name="history">Floats for what is kept of all steps.</param>
    /// <param name="carried">Floats for what is taken along from one step to the next.</param>
    /// <param name="given">Floats for what is computed before the first step; 0 if the model reads nothing then.</param>
    /// <param name="limit">The most steps.</param>
    protected StepState(object model, string name, int history, int carried, int given, int limit)
    {
        (Model, _name) = (model, name);
        _memory = new StreamMemory(name, history, carried, given, limit);
    }

    /// <summary>The steps taken: the position of the next one, from 0 on. It stays at <see cref="int.MaxValue"/>.</summary>
    public int Position => _memory.Position;

    /// <summary>
    /// The most steps of a stream: the length of the model's sequence where attention or positions depend on it, otherwise
    /// <see cref="int.MaxValue"/>.
    /// </summary>
    public int Limit => _memory.Limit;

    /// <summary>The model that it belongs to.</summary>
    protected object Model { get; }

    /// <summary>Where what is kept of all steps lies. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float History => ref _memory.History;

    /// <summary>Where what the last step left lies. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float Carried => ref _memory.Carried;

    /// <summary>Where what the next step leaves lies. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float NextCarried => ref _memory.NextCarried;

    /// <summary>Where what was computed before the first step lies. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref float Given => ref _memory.Given;

    /// <summary>
    /// Forgets everything: the next step is the first one. What a model's <c>Begin</c> has read is forgotten, too; a stream that has begun
    /// can be kept as a <see cref="Clone"/>.
    /// </summary>
    public void Reset() => _memory.Reset();

    /// <summary>Takes over what another stream of the same model has seen, as for a beam that goes on from it. Allocates nothing.</summary>
    /// <param name="other">The other stream, which stays as it is.</param>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    /// <exception cref="ArgumentException">It belongs to another model.</exception>
    public void CopyFrom(StepState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.RequireModel(Model, nameof(other), _name);
        _memory.CopyFrom(other._memory);
    }

    /// <summary>A new state that has seen the same.</summary>
    /// <returns>The state, which goes on by itself.</returns>
    public StepState Clone()
    {
        StepState clone = New();
        clone.CopyFrom(this);
        return clone;
    }

    /// <summary>Checks that a stream may begin. For generated code.</summary>
    /// <param name="model">The model that it shall read for.</param>
    /// <param name="parameter">The name of the state's parameter.</param>
    /// <exception cref="ArgumentException">The state belongs to another model.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Require(object model, string parameter) => RequireModel(model, parameter, _name);

    /// <summary>Begins with what has been computed. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void BeginSteps() => _memory.Begin();

    /// <summary>Checks that a step may be taken. For generated code.</summary>
    /// <param name="model">The model that takes it.</param>
    /// <param name="parameter">The name of the state's parameter.</param>
    /// <exception cref="ArgumentException">The state belongs to another model.</exception>
    /// <exception cref="InvalidOperationException">The stream has not begun, or is at its end.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Enter(object model, string parameter)
    {
        RequireModel(model, parameter, _name);
        _memory.Enter(parameter);
    }

    /// <summary>Counts a step that has been taken. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Advance() => _memory.Advance();

    /// <summary>Another state of the same model that has not begun.</summary>
    /// <returns>The state.</returns>
    protected abstract StepState New();

    private void RequireModel(object model, string parameter, string name)
    {
        if (ReferenceEquals(Model, model)) return;
        throw new ArgumentException(
            Model.GetType() == model.GetType()
                ? $"{parameter} belongs to another {name}: what it holds was made with other weights. Make one with NewState() of this "
                    + "model."
                : $"{parameter} is a state of {_name}, and {name} needs its own. Make one with its NewState().",
            parameter);
    }
}
