namespace CharGpt;

/// <summary>Writes on, one character after the other.</summary>
/// <remarks>Each character runs the network on all that it sees: what is before it is computed again.</remarks>
internal sealed class Generator(Gpt model, int characters, double temperature, int seed)
{
    private readonly Random _random = new(seed);
    private readonly int[] _window = new int[Gpt.Context];
    private readonly float[] _scores = new float[Gpt.OutputSize];

    /// <summary>Characters behind a prompt, one by one.</summary>
    public IEnumerable<int> Continue(IReadOnlyList<int> prompt, int count)
    {
        List<int> seen = [.. prompt];
        for (int i = 0; i < count; i++)
        {
            int next = Next(seen);
            seen.Add(next);
            yield return next;
        }
    }

    private int Next(List<int> seen)
    {
        // What stands behind the last character is not seen by it.
        int length = Math.Min(seen.Count, Gpt.Context);
        for (int i = 0; i < length; i++) _window[i] = seen[seen.Count - length + i];
        model.Predict(_window, _scores);
        return Sample(_scores.AsSpan((length - 1) * Gpt.Vocabulary, characters));
    }

    /// <summary>Draws a character with the probabilities of a softmax of scores / temperature.</summary>
    private int Sample(ReadOnlySpan<float> scores)
    {
        double largest = double.NegativeInfinity, total = 0;
        foreach (float score in scores) largest = Math.Max(largest, score);
        double[] weights = new double[scores.Length];
        for (int i = 0; i < weights.Length; i++) total += weights[i] = Math.Exp((scores[i] - largest) / temperature);
        double left = _random.NextDouble() * total;
        for (int i = 0; i < weights.Length; i++)
            if ((left -= weights[i]) < 0) return i;
        return weights.Length - 1;
    }
}
