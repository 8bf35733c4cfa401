using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>
/// A part of a training step, while others compute the rest: what it is told of the whole batch, and what it tells. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StepShare
{
    private readonly double[] _divisors, _sums;

    /// <summary>Prepares the parts of a model's steps.</summary>
    /// <param name="losses">How many losses it has.</param>
    public StepShare(int losses) => (_divisors, _sums) = (new double[losses], new double[losses]);

    /// <summary>Which sample of the whole batch the first one of the part is: what random layers count from.</summary>
    public uint FirstSample { get; set; }

    /// <summary>Whether the next call only tells what the losses of its part are to be divided by.</summary>
    public bool IsWeighing { get; set; }

    /// <summary>What the sum of each loss over the whole batch is divided by.</summary>
    public Span<double> Divisors => _divisors;

    /// <summary>What the last part has told: the sum of each loss over its samples, or what that is to be divided by.</summary>
    public Span<double> Sums => _sums;

    /// <summary>Takes what the losses of a part are to be divided by, if that was asked for.</summary>
    /// <param name="divisors">For each loss.</param>
    /// <returns>Whether it was: then the call is over.</returns>
    public bool Weighs(ReadOnlySpan<double> divisors)
    {
        if (IsWeighing) divisors.CopyTo(_sums);
        return IsWeighing;
    }

    /// <summary>Takes the sums of the losses over the samples of a part.</summary>
    /// <param name="sums">For each loss.</param>
    /// <returns>True: the call is over.</returns>
    public bool Takes(ReadOnlySpan<double> sums)
    {
        sums.CopyTo(_sums);
        return true;
    }
}

/// <summary>
/// A model whose training steps can be computed in parts, by several processes: what generated classes implement in projects that reference
/// <c>ModelGen.Mpi</c>. While <see cref="Share"/> is set, <c>TrainStep</c> computes losses and gradients of a part, and nothing more.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPartialSteps
{
    /// <summary>The part that is computed next; null where a step is a whole one.</summary>
    StepShare? Share { get; set; }

    /// <summary>How many losses there are.</summary>
    int LossCount { get; }

    /// <summary>Whether a loss is no mean over samples: labels are left out, or classes have weights.</summary>
    bool WeighsLabels { get; }

    /// <summary>The gradients of the part, as one vector: the last call has overwritten them.</summary>
    Span<float> Gradients { get; }

    /// <summary>What the part has made of the buffers, such as running means; empty if the model has none.</summary>
    Span<float> Buffers { get; }

    /// <summary>Makes the update, when gradients, buffers and sums are those of the whole batch.</summary>
    /// <param name="losses">Receives the mean of each of several losses, or is empty.</param>
    /// <returns>The mean loss over the whole batch before the update.</returns>
    /// <exception cref="ArithmeticException">The loss is not finite; the parameters are unchanged.</exception>
    float Finish(Span<float> losses);
}
