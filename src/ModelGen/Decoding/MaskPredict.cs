namespace ModelGen;

/// <summary>The scores of all places of a sequence at once, before a softmax.</summary>
/// <param name="tokens">The sequence as far as it is known; <see cref="MaskPredictOptions.Mask"/> stands where it is not.</param>
/// <param name="scores">Receives the scores of each place, [tokens, classes].</param>
public delegate void PlaceScorer(ReadOnlySpan<int> tokens, Span<float> scores);

/// <summary>How a sequence is decoded that is said at once.</summary>
public sealed record MaskPredictOptions
{
    /// <summary>The token that stands for one that is not known. Default: 0.</summary>
    public int Mask { get; init; }

    /// <summary>
    /// How often all places are looked at: at least 1. After each time but the last, the places that are least certain are masked again,
    /// fewer and fewer of them. Default: 4; 1 says all tokens independently of each other.
    /// </summary>
    public int Iterations { get; init; } = 4;

    /// <summary>How many of the likeliest lengths are tried: at least 1. Default: 3.</summary>
    public int Lengths { get; init; } = 3;

    /// <summary>How many of the tokens may be chosen, the first ones; null for all. Default: null.</summary>
    public int? Choices { get; init; }
}

/// <summary>
/// Decodes without going from token to token: a model predicts how long the sequence is, and then all its tokens. Gu et al.,
/// "Non-autoregressive neural machine translation", 2018; with several iterations Ghazvininejad et al., "Mask-predict: parallel decoding of
/// conditional masked language models", 2019.
/// </summary>
internal sealed class MaskPredict(PlaceScorer scorer, int classes, MaskPredictOptions options)
{
    private readonly int _choices = options.Choices ?? classes;

    /// <summary>Tries the likeliest lengths, and takes the sequence whose tokens are likeliest on average.</summary>
    public Hypothesis Run(ReadOnlySpan<float> lengthScores)
    {
        // Only numbers have an order: this throws for others.
        _ = Scores.LogSum(lengthScores);
        float[] scoreOf = lengthScores.ToArray();
        int[] lengths =
        [
            .. Enumerable.Range(0, scoreOf.Length)
                .Where(length => scoreOf[length] > float.NegativeInfinity)
                .OrderByDescending(length => scoreOf[length])
                .Take(options.Lengths),
        ];

        // An empty sequence has no tokens to compare: it is taken only if nothing is likelier.
        if (lengths[0] == 0) return new Hypothesis([], 0, 0, IsComplete: true);
        return lengths.Where(length => length > 0).Select(OfLength).MaxBy(one => one.Score)!;
    }

    private Hypothesis OfLength(int length)
    {
        int[] tokens = new int[length];
        bool[] isMasked = new bool[length];
        double[] logs = new double[length];
        float[] scores = new float[length * classes];
        Array.Fill(tokens, options.Mask);
        Array.Fill(isMasked, true);
        for (int iteration = 1; ; iteration++)
        {
            scorer(tokens, scores);
            for (int place = 0; place < length; place++)
            {
                if (!isMasked[place]) continue;
                ReadOnlySpan<float> some = scores.AsSpan(place * classes, _choices);
                tokens[place] = Scores.Largest(some);
                logs[place] = some[tokens[place]] - Scores.LogSum(some);
                isMasked[place] = false;
            }

            // As many as the iterations that are left, of all that there are.
            int masked = iteration < options.Iterations ? (int)((long)length * (options.Iterations - iteration) / options.Iterations) : 0;
            if (masked == 0) break;
            foreach (int place in Enumerable.Range(0, length).OrderBy(place => logs[place]).Take(masked))
                (tokens[place], isMasked[place]) = (options.Mask, true);
        }

        double sum = logs.Sum();
        return new Hypothesis(tokens, sum, sum / length, IsComplete: true);
    }
}
