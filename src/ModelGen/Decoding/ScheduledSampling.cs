using System.Globalization;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Scheduled sampling: a model that learns to continue sequences is trained on a mixture of the given tokens and of those that it says
/// itself, so that it learns to go on from its own mistakes. Bengio et al., "Scheduled sampling for sequence prediction with recurrent
/// neural networks", 2015.
/// </summary>
/// <remarks>
/// <see cref="Mix"/> makes the input of a training step; its labels stay those of the given sequence. As in the paper, no gradient flows
/// through the choice of a token. One instance serves one thread.
/// <code>
/// ScheduledSampling sampling = new(model, seed: 1);
/// sampling.Mix(model.NewState(), given, mixed, ScheduledSampling.InverseSigmoid(step, 1000));
/// model.TrainStep(mixed, labels);
/// </code>
/// </remarks>
public sealed class ScheduledSampling
{
    private readonly IStepModel<int> _model;
    private readonly TokenSampler? _sampler;
    private readonly RandomStream _random;
    private readonly float[] _scores;
    private readonly int _choices;

    /// <summary>Mixes sequences for a model.</summary>
    /// <param name="model">The model, whose weights may change between two sequences.</param>
    /// <param name="seed">Decides which tokens are given and which are the model's.</param>
    /// <param name="sampling">How the model's tokens are drawn; by default each is the one with the highest score.</param>
    /// <exception cref="ArgumentException">A step of the model takes several ids, or an option is out of range.</exception>
    public ScheduledSampling(IStepModel<int> model, int seed = 0, SampleOptions? sampling = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        Decode.RequireSingleIds(model);
        _model = model;
        _sampler = sampling is null ? null : new TokenSampler(sampling);
        _choices = Decode.ChoicesOf(model, sampling ?? new());
        _random = new RandomStream(seed, RandomStreams.Decoding + 1);
        _scores = new float[model.StepOutputSize];
    }

    /// <summary>
    /// Takes each token from the given sequence with a probability, and otherwise the one that the model says after what has been taken
    /// before it. The first token is always the given one.
    /// </summary>
    /// <param name="state">A stream that has read what comes before, such as a <c>Begin</c> of an encoder. Behind the call it has seen all
    /// tokens but the last; with <paramref name="given"/> alone (probability 1) it is left as it is.</param>
    /// <param name="sequence">The given tokens: at least one. Without what only fills a sequence up, which need not be mixed.</param>
    /// <param name="mixed">Receives as many tokens; may be the same memory.</param>
    /// <param name="given">The probability of a given token, ε in the paper: from 0, all from the model, to 1, teacher forcing.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, the probability is out of range, the sequence is longer than the
    /// stream, a token is out of range, or the state belongs to another model. Of these, all but a token are found before the first step.
    /// </exception>
    /// <exception cref="ArithmeticException">The scores of the model are not finite.</exception>
    public void Mix(StepState state, ReadOnlySpan<int> sequence, Span<int> mixed, double given)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (sequence.IsEmpty)
            throw new ArgumentException("The sequence is empty; its first token is needed to go on from.", nameof(sequence));
        if (mixed.Length != sequence.Length)
        {
            throw new ArgumentException(
                $"There is room for {mixed.Length} tokens, and the sequence has {sequence.Length}.", nameof(mixed));
        }

        if (!(given is >= 0 and <= 1))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The probability of a given token is {given}; it must be from 0 to 1."),
                nameof(given));
        }

        if (given == 1)
        {
            sequence.CopyTo(mixed);
            return;
        }

        // The last token is not read.
        Decode.RequireRoom(state, sequence.Length - 1, sequence.Length, nameof(sequence));
        mixed[0] = sequence[0];
        for (int i = 1; i < sequence.Length; i++)
        {
            _model.Step([mixed[i - 1]], state, _scores);
            ReadOnlySpan<float> scores = _scores.AsSpan(0, _choices);
            mixed[i] = TokenSampler.NextDouble(_random) < given ? sequence[i] : _sampler?.Draw(scores) ?? Scores.Largest(scores);
        }
    }

    /// <summary>A probability that falls in a straight line: max(<paramref name="end"/>, start − slope · step).</summary>
    /// <param name="step">The number of the training step, from 0.</param>
    /// <param name="start">The probability at step 0, from 0 to 1.</param>
    /// <param name="slope">By how much it falls with each step: at least 0.</param>
    /// <param name="end">Where it stays: from 0 to <paramref name="start"/>.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double Linear(long step, double start, double slope, double end = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        Require(start is >= 0 and <= 1, start, nameof(start), "from 0 to 1");
        Require(slope >= 0 && double.IsFinite(slope), slope, nameof(slope), "finite and at least 0");
        Require(end >= 0 && end <= start, end, nameof(end), "from 0 to the start");
        return Math.Max(end, start - (slope * step));
    }

    /// <summary>A probability that falls by the same share with each step: factor^step.</summary>
    /// <param name="step">The number of the training step, from 0.</param>
    /// <param name="factor">What it is multiplied by: greater than 0, below 1.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double Exponential(long step, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        Require(factor is > 0 and < 1, factor, nameof(factor), "greater than 0 and below 1");
        return Math.Pow(factor, step);
    }

    /// <summary>A probability that falls slowly, then fast, then slowly again: k / (k + e^(step / k)).</summary>
    /// <param name="step">The number of the training step, from 0.</param>
    /// <param name="k">How long it takes: at least 1. The probability is one half at about k · ln k.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double InverseSigmoid(long step, double k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        Require(k >= 1 && double.IsFinite(k), k, nameof(k), "finite and at least 1");
        return k / (k + Math.Exp(step / k));
    }

    private static void Require(bool holds, double value, string name, string needed)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"It must be {needed}.");
    }
}
