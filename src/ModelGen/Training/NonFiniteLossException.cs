using ModelGen.Runtime;

namespace ModelGen.Training;

/// <summary>
/// The training loss became NaN or infinite, so going on is pointless: the weights may hold such numbers too. Usual
/// reasons: a learning rate that is too high, or inputs of very different sizes.
/// </summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    internal NonFiniteLossException(FitState state, float loss, Exception? inner = null)
        : base(
            $"The training loss became {(inner is null ? Numbers.Format(loss, "R") : "infinite or NaN")} in epoch {state.Epoch} of "
                + $"{state.Epochs}, batch {state.Batch} of {state.Batches}. "
                + $"Try a learning rate below {Numbers.Format(state.LearningRate, "R")}, and inputs scaled to about −1 to 1.",
            inner)
    {
        Epoch = state.Epoch;
        Batch = state.Batch;
        Loss = loss;
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch in the epoch, from 1.</summary>
    public int Batch { get; }

    /// <summary>The loss: NaN or an infinity.</summary>
    public float Loss { get; }
}
