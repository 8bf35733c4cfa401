using System.Globalization;

namespace ModelGen;

/// <summary>Continues sequences with a model that runs step by step: its scores, before a softmax, say which token comes next.</summary>
/// <remarks>
/// Each method reads the prompt with the state it is given, which may have seen something already, and goes on from there. A prompt has at
/// least one token, such as one that stands for the beginning.
/// </remarks>
public static class Decode
{
    /// <summary>Always takes the token with the highest score; of equal ones the first.</summary>
    /// <param name="model">The model.</param>
    /// <param name="state">The stream. Behind the call it has seen the prompt and all that was added but the last token.</param>
    /// <param name="prompt">What comes first: at least one token.</param>
    /// <param name="options">When to stop.</param>
    /// <returns>What was added.</returns>
    /// <exception cref="ArgumentException">The prompt is empty or longer than the stream, a token or an option is out of range, or the
    /// state belongs to another model.</exception>
    /// <exception cref="ArithmeticException">All scores are NaN.</exception>
    public static int[] Greedy(IStepModel<int> model, StepState state, ReadOnlySpan<int> prompt, DecodeOptions? options = null) =>
        Run(model, state, prompt, options ?? new(), static scores => Scores.Largest(scores));

    /// <summary>Draws each token with the probability that the softmax of the scores gives it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="state">The stream. Behind the call it has seen the prompt and all that was added but the last token.</param>
    /// <param name="prompt">What comes first: at least one token.</param>
    /// <param name="options">How to draw, and when to stop.</param>
    /// <returns>What was added.</returns>
    /// <exception cref="ArgumentException">As in <see cref="Greedy"/>.</exception>
    /// <exception cref="ArithmeticException">A score is NaN, or all are −∞.</exception>
    public static int[] Sample(IStepModel<int> model, StepState state, ReadOnlySpan<int> prompt, SampleOptions? options = null)
    {
        TokenSampler sampler = new(options ?? new());
        return Run(model, state, prompt, sampler.Options, scores => sampler.Draw(scores));
    }

    /// <summary>Keeps the likeliest sequences at each step, and gives those that are likeliest in the end.</summary>
    /// <param name="model">The model.</param>
    /// <param name="state">The stream. Behind the call it has seen the prompt.</param>
    /// <param name="prompt">What comes first: at least one token.</param>
    /// <param name="options">How wide to search, and when to stop.</param>
    /// <returns>At most <see cref="BeamOptions.Width"/> sequences, the best score first.</returns>
    /// <exception cref="ArgumentException">As in <see cref="Greedy"/>.</exception>
    /// <exception cref="ArithmeticException">A score is NaN, or all are −∞.</exception>
    public static IReadOnlyList<Hypothesis> Beam(
        IStepModel<int> model, StepState state, ReadOnlySpan<int> prompt, BeamOptions? options = null)
    {
        options ??= new();
        Check(options);
        if (options.Width < 1) throw Wrong(nameof(BeamOptions.Width), options.Width, "at least 1");
        if (!(options.LengthPenalty >= 0 && double.IsFinite(options.LengthPenalty)))
            throw Wrong(nameof(BeamOptions.LengthPenalty), options.LengthPenalty, "finite and at least 0");
        float[] scores = Read(model, state, prompt);
        return new BeamSearch(model, options, ChoicesOf(model, options)).Run(state, scores);
    }

    /// <summary>
    /// Says a sequence at once: how long it is, then all its tokens, some of them again. For models whose decoder sees all places, such as
    /// <c>TransformerDecoder(…, Causal = false)</c>, with a second output for the length. Ghazvininejad et al., "Mask-predict", 2019; with
    /// one iteration Gu et al., "Non-autoregressive neural machine translation", 2018.
    /// </summary>
    /// <param name="scorer">Calls the model for a sequence of some length, for one sample.</param>
    /// <param name="classes">How many scores a place has.</param>
    /// <param name="lengthScores">Scores before a softmax of the lengths 0, 1, 2, …; −∞ for one that cannot be.</param>
    /// <param name="options">How often to look, and how many lengths to try.</param>
    /// <returns>
    /// The sequence whose <see cref="Hypothesis.Score"/>, the mean logarithm of its tokens' probabilities, is best of the lengths tried.
    /// Its <see cref="Hypothesis.LogProbability"/> is that of the tokens, given the length.
    /// </returns>
    /// <exception cref="ArgumentException">There are no classes or no lengths, or an option is out of range.</exception>
    /// <exception cref="ArithmeticException">A score is NaN, or all of a place or of the lengths are −∞.</exception>
    public static Hypothesis MaskPredict(
        PlaceScorer scorer, int classes, ReadOnlySpan<float> lengthScores, MaskPredictOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        options ??= new();
        if (classes < 1) throw new ArgumentException($"There are {classes} classes; at least 1 is needed.", nameof(classes));
        if (lengthScores.IsEmpty)
            throw new ArgumentException("There are no scores of lengths; at least 1 is needed.", nameof(lengthScores));
        if (options.Iterations < 1) throw Wrong(nameof(MaskPredictOptions.Iterations), options.Iterations, "at least 1");
        if (options.Lengths < 1) throw Wrong(nameof(MaskPredictOptions.Lengths), options.Lengths, "at least 1");
        if (options.Choices is { } choices && (choices < 1 || choices > classes))
            throw Wrong(nameof(MaskPredictOptions.Choices), choices, $"at least 1 and at most {classes}, the classes of a place");
        return new MaskPredict(scorer, classes, options).Run(lengthScores);
    }

    /// <summary>How many tokens may be chosen.</summary>
    internal static int ChoicesOf(IStepModel<int> model, DecodeOptions options)
    {
        int choices = options.Choices ?? model.StepOutputSize;
        return choices >= 1 && choices <= model.StepOutputSize
            ? choices
            : throw Wrong(nameof(DecodeOptions.Choices), choices, $"at least 1 and at most {model.StepOutputSize}, the model's scores");
    }

    private static int[] Run(
        IStepModel<int> model, StepState state, ReadOnlySpan<int> prompt, DecodeOptions options, Func<float[], int> choose)
    {
        Check(options);
        int choices = ChoicesOf(model, options);
        float[] scores = Read(model, state, prompt), some = choices == scores.Length ? scores : new float[choices];
        List<int> added = [];
        while (added.Count < options.Length)
        {
            if (some != scores) scores.AsSpan(0, choices).CopyTo(some);
            int next = choose(some);
            if (next == options.End) break;
            added.Add(next);
            if (added.Count == options.Length || IsAtEnd(state)) break;
            model.Step([next], state, scores);
        }

        return [.. added];
    }

    /// <summary>Whether a stream takes no further step.</summary>
    internal static bool IsAtEnd(StepState state) => state.Limit != int.MaxValue && state.Position >= state.Limit;

    internal static void RequireSingleIds(IStepModel<int> model)
    {
        if (model.StepInputSize != 1)
            throw new ArgumentException($"A step of the model takes {model.StepInputSize} ids; one is needed.", nameof(model));
    }

    /// <summary>Checks that a stream takes as many more steps as tokens are read.</summary>
    internal static void RequireRoom(StepState state, int read, int tokens, string what)
    {
        if (state.Limit != int.MaxValue && read > state.Limit - state.Position)
            throw new ArgumentException($"The {what} has {tokens} tokens; the stream is at {state.Position} of {state.Limit} steps.", what);
    }

    private static float[] Read(IStepModel<int> model, StepState state, ReadOnlySpan<int> prompt)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(state);
        RequireSingleIds(model);
        if (prompt.IsEmpty) throw new ArgumentException("The prompt is empty; at least one token is needed to go on from.", nameof(prompt));
        RequireRoom(state, prompt.Length, prompt.Length, nameof(prompt));
        float[] scores = new float[model.StepOutputSize];
        foreach (int token in prompt) model.Step([token], state, scores);
        return scores;
    }

    private static void Check(DecodeOptions options)
    {
        if (options.Length < 0) throw Wrong(nameof(DecodeOptions.Length), options.Length, "at least 0");
    }

    internal static ArgumentException Wrong(string option, IFormattable value, string needed) =>
        new($"{option} is {value.ToString(null, CultureInfo.InvariantCulture)}; it must be {needed}.", "options");
}
