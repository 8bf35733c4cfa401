namespace ModelGen.Metrics;

/// <summary>How well sequences of ids, such as words or sounds, agree with what they should be.</summary>
public static class SequenceMetrics
{
    /// <summary>How uncertain a model of a language is: as many equally likely tokens.</summary>
    /// <param name="meanLoss">The mean cross-entropy of a token, in nats.</param>
    /// <returns>e to that power; at least 1.</returns>
    public static double Perplexity(double meanLoss) => Math.Exp(meanLoss);

    /// <summary>The fewest insertions, deletions and replacements that turn one sequence into the other (Levenshtein 1966).</summary>
    /// <param name="from">One.</param>
    /// <param name="to">The other.</param>
    /// <returns>At least 0, at most the longer length.</returns>
    public static int EditDistance(ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        int[] previous = new int[to.Length + 1], current = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++) previous[j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[to.Length];
    }

    /// <summary>
    /// The word error rate, or that of phonemes or characters: all edits that turn what was found into what is right, for each right
    /// token.
    /// </summary>
    /// <param name="found">What was found.</param>
    /// <param name="right">What is right: as many sequences, of at least one token in all.</param>
    /// <returns>At least 0; more than 1 if there are more mistakes than tokens.</returns>
    /// <exception cref="ArgumentException">There are not as many, or nothing to compare with.</exception>
    public static double ErrorRate(IReadOnlyList<int[]> found, IReadOnlyList<int[]> right)
    {
        RequireSame(found, right);
        long edits = 0, tokens = 0;
        for (int i = 0; i < right.Count; i++)
        {
            edits += EditDistance(found[i], right[i]);
            tokens += right[i].Length;
        }

        return tokens > 0
            ? (double)edits / tokens
            : throw new ArgumentException("All sequences are empty; at least one token is needed.", nameof(right));
    }

    /// <summary>
    /// BLEU of a whole corpus with one reference for each sequence: the geometric mean of the shares of runs of 1 to n tokens that stand in
    /// the reference, each counted no more often than there, times a penalty for what is too short. Papineni et al., "BLEU: a method for
    /// automatic evaluation of machine translation", 2002; without smoothing.
    /// </summary>
    /// <param name="found">What was found.</param>
    /// <param name="right">What is right: as many sequences.</param>
    /// <param name="longest">n, the longest runs that are counted: at least 1.</param>
    /// <returns>From 0 to 1; 0 if no run of some length is right.</returns>
    /// <exception cref="ArgumentException">There are not as many, or none.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="longest"/> is less than 1.</exception>
    public static double Bleu(IReadOnlyList<int[]> found, IReadOnlyList<int[]> right, int longest = 4)
    {
        RequireSame(found, right);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        double logs = 0;
        for (int n = 1; n <= longest; n++)
        {
            long matches = 0, runs = 0;
            for (int i = 0; i < found.Count; i++)
            {
                Dictionary<Run, int> expected = Count(right[i], n);
                foreach ((Run run, int count) in Count(found[i], n))
                {
                    matches += Math.Min(count, expected.GetValueOrDefault(run));
                    runs += count;
                }
            }

            if (matches == 0) return 0;
            logs += Math.Log((double)matches / runs);
        }

        long length = found.Sum(tokens => (long)tokens.Length), needed = right.Sum(tokens => (long)tokens.Length);
        return Math.Exp((logs / longest) + Math.Min(0, 1 - ((double)needed / length)));
    }

    private static Dictionary<Run, int> Count(int[] tokens, int n)
    {
        Dictionary<Run, int> counts = [];
        for (int start = 0; start + n <= tokens.Length; start++)
        {
            Run run = new(tokens.AsMemory(start, n));
            counts[run] = counts.GetValueOrDefault(run) + 1;
        }

        return counts;
    }

    private static void RequireSame(IReadOnlyList<int[]> found, IReadOnlyList<int[]> right)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(right);
        if (found.Count != right.Count)
            throw new ArgumentException($"There are {found.Count} sequences, and {right.Count} to compare them with.", nameof(found));
        if (found.Count == 0) throw new ArgumentException("There are no sequences.", nameof(found));
    }

    /// <summary>Some tokens in a row, compared by value.</summary>
    private readonly record struct Run(ReadOnlyMemory<int> Tokens)
    {
        public bool Equals(Run other) => Tokens.Span.SequenceEqual(other.Tokens.Span);

        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (int token in Tokens.Span) hash.Add(token);
            return hash.ToHashCode();
        }
    }
}
