using System.ComponentModel;
using System.Runtime.InteropServices;

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

    /// <summary>Who is told which gradients are finished while the others are computed; null for nobody.</summary>
    internal IGradientListener? Listener { get; set; }

    /// <summary>A thread has done its share of some gradients, which nothing writes again in this step.</summary>
    /// <param name="part">The thread.</param>
    /// <param name="start">Where they begin.</param>
    /// <param name="length">How many.</param>
    public void Ready(Part part, int start, int length) => Listener?.Done(start, length, part.Count);

    /// <summary>Adds up sums over samples with those of the other processes; null if each normalizes over its own samples.</summary>
    internal SumTogether? Statistics { get; set; }

    /// <summary>The samples of the whole batch.</summary>
    internal int Total { get; set; }

    /// <summary>The samples of the whole batch.</summary>
    public int Whole => Total;

    /// <summary>Over how many samples a batch is normalized.</summary>
    /// <param name="samples">The samples of the part.</param>
    /// <returns>Those, or the samples of the whole batch.</returns>
    public int Normalized(int samples) => Statistics is null ? samples : Total;

    /// <summary>A sum over the samples of the part is found: makes it one over the whole batch, if that is wanted.</summary>
    /// <param name="part">The thread.</param>
    /// <param name="first">The first number of the sum.</param>
    /// <param name="length">How many numbers it has.</param>
    public void Sum(Part part, ref float first, int length)
    {
        if (Statistics is not { } statistics) return;
        part.Barrier();
        if (part.IsFirst) statistics(MemoryMarshal.CreateSpan(ref first, length));
        part.Barrier();
    }

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

/// <summary>Adds up numbers of several processes.</summary>
/// <param name="values">Those of this one; receives the sums.</param>
internal delegate void SumTogether(Span<float> values);

/// <summary>Is told which gradients are finished.</summary>
internal interface IGradientListener
{
    /// <summary>A thread has done its share of some gradients.</summary>
    /// <param name="start">Where they begin.</param>
    /// <param name="length">How many.</param>
    /// <param name="threads">How many threads have a share, each of which says so.</param>
    void Done(int start, int length, int threads);
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

    /// <summary>
    /// The ranges of <see cref="Gradients"/>, start and length, in the order in which a step finishes them; what is in none of
    /// them is finished with the step.
    /// </summary>
    /// <returns>A new array.</returns>
    int[] Ranges();

    /// <summary>The sizes of the sums over samples that a step asks to be added up, in order: <see cref="StepShare.Sum"/>.</summary>
    /// <returns>A new array.</returns>
    int[] SharedSums();

    /// <summary>Makes the update, when gradients, buffers and sums are those of the whole batch.</summary>
    /// <param name="losses">Receives the mean of each of several losses, or is empty.</param>
    /// <returns>The mean loss over the whole batch before the update.</returns>
    /// <exception cref="ArithmeticException">The loss is not finite; the parameters are unchanged.</exception>
    float Finish(Span<float> losses);
}
