namespace ModelGen.Runtime;

/// <summary>The memory of a stream that a model takes step by step, and how far it is.</summary>
/// <remarks>Models that only predict carry this file in their own assembly.</remarks>
internal sealed class StreamMemory
{
    private readonly AlignedBuffer _history, _carried, _nextCarried, _given;
    private readonly string _name;
    private bool _isSwapped, _hasBegun;

    /// <summary>Makes the memory of a stream that has not begun.</summary>
    /// <param name="name">The model's class.</param>
    /// <param name="history">Floats for what is kept of all steps.</param>
    /// <param name="carried">Floats for what is taken along from one step to the next.</param>
    /// <param name="given">Floats for what is computed once, before the first step; 0 if there is nothing.</param>
    /// <param name="limit">The most steps.</param>
    public StreamMemory(string name, int history, int carried, int given, int limit)
    {
        (_name, Limit, _hasBegun) = (name, limit, given == 0);
        (_history, _carried, _nextCarried, _given) = (new(history), new(carried), new(carried), new(given));
    }

    /// <summary>The steps taken. It stays at <see cref="int.MaxValue"/>.</summary>
    public int Position { get; private set; }

    /// <summary>The most steps; <see cref="int.MaxValue"/> if there may be any number.</summary>
    public int Limit { get; }

    /// <summary>Where what is kept of all steps lies.</summary>
    public ref float History => ref _history.Reference;

    /// <summary>Where what the last step left lies.</summary>
    public ref float Carried => ref (_isSwapped ? _nextCarried : _carried).Reference;

    /// <summary>Where what the next step leaves lies.</summary>
    public ref float NextCarried => ref (_isSwapped ? _carried : _nextCarried).Reference;

    /// <summary>Where what was computed before the first step lies.</summary>
    public ref float Given => ref _given.Reference;

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _history.Span.Clear();
        _carried.Span.Clear();
        _nextCarried.Span.Clear();
        (Position, _isSwapped, _hasBegun) = (0, false, _given.Length == 0);
    }

    /// <summary>Begins anew with what has been computed before the first step.</summary>
    public void Begin()
    {
        Reset();
        _hasBegun = true;
    }

    /// <summary>Takes over what another stream of the same model has seen.</summary>
    public void CopyFrom(StreamMemory other)
    {
        other._history.Span.CopyTo(_history.Span);
        other._carried.Span.CopyTo(_carried.Span);
        other._nextCarried.Span.CopyTo(_nextCarried.Span);
        other._given.Span.CopyTo(_given.Span);
        (Position, _isSwapped, _hasBegun) = (other.Position, other._isSwapped, other._hasBegun);
    }

    /// <summary>Checks that a step may be taken.</summary>
    /// <param name="parameter">The name of the state's parameter.</param>
    /// <exception cref="InvalidOperationException">The stream has not begun, or is at its end.</exception>
    public void Enter(string parameter)
    {
        if (!_hasBegun)
        {
            throw new InvalidOperationException(
                $"{parameter} has not begun: {_name} reads other inputs before the first step. Pass them to Begin(…, {parameter}) first.");
        }

        if (Position < Limit || Limit == int.MaxValue) return;
        throw new InvalidOperationException(
            $"{parameter} has taken {Limit} {(Limit == 1 ? "step" : "steps")}, as many as the sequence of {_name} has; there are no "
                + "positions behind them. Begin anew with Reset() or a new state.");
    }

    /// <summary>Counts a step that has been taken.</summary>
    public void Advance()
    {
        _isSwapped = !_isSwapped;
        if (Position < int.MaxValue) Position++;
    }
}
