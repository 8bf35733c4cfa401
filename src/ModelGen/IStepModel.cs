namespace ModelGen;

/// <summary>A causal model of one input and one output, step by step: what <c>Decode</c> works with.</summary>
/// <typeparam name="TInput"><see cref="int"/> for ids, <see cref="float"/> for numbers.</typeparam>
public interface IStepModel<TInput>
    where TInput : unmanaged
{
    /// <summary>How many numbers a step takes: 1 where it is an id.</summary>
    int StepInputSize { get; }

    /// <summary>How many floats a step gives.</summary>
    int StepOutputSize { get; }

    /// <summary>The state of a stream that has not begun.</summary>
    /// <returns>The state.</returns>
    StepState NewState();

    /// <summary>Takes one step.</summary>
    /// <param name="input">What comes next: <see cref="StepInputSize"/> numbers.</param>
    /// <param name="state">The stream, which is one step further behind the call.</param>
    /// <param name="output">Receives <see cref="StepOutputSize"/> floats.</param>
    /// <exception cref="ArgumentException">A length does not fit, an id is out of range, or the state belongs to another model; nothing has
    /// changed.</exception>
    /// <exception cref="InvalidOperationException">The stream is at its end; nothing has changed.</exception>
    void Step(ReadOnlySpan<TInput> input, StepState state, Span<float> output);
}
