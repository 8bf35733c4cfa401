using ModelGen.Runtime;

namespace ModelGen;

/// <summary>Draws tokens: temperature, then the likeliest few, then those that make up most of the probability.</summary>
internal sealed class TokenSampler
{
    private readonly RandomStream _random;
    private int[] _order = [];
    private double[] _weights = [];

    public TokenSampler(SampleOptions options)
    {
        Options = options;
        if (!(options.Temperature > 0 && double.IsFinite(options.Temperature)))
            throw Decode.Wrong(nameof(SampleOptions.Temperature), options.Temperature, "finite and greater than 0");
        if (options.TopK < 1) throw Decode.Wrong(nameof(SampleOptions.TopK), options.TopK.Value, "at least 1");
        if (!(options.TopP is > 0 and <= 1)) throw Decode.Wrong(nameof(SampleOptions.TopP), options.TopP, "greater than 0 and at most 1");
        _random = new RandomStream(options.Seed, RandomStreams.Decoding);
    }

    public SampleOptions Options { get; }

    public int Draw(ReadOnlySpan<float> scores)
    {
        int count = scores.Length;
        if (_order.Length != count) (_order, _weights) = (new int[count], new double[count]);
        double largest = scores[Scores.Largest(scores)];
        for (int i = 0; i < count; i++)
        {
            if (float.IsNaN(scores[i]) || !double.IsFinite(largest)) throw Scores.NotNumbers();
            _order[i] = i;
            _weights[i] = Math.Exp((scores[i] - largest) / Options.Temperature);
        }

        if (Options.TopK < count || Options.TopP < 1)
        {
            // The likeliest first; of equal ones the first.
            double[] weights = _weights;
            Array.Sort(_order, (a, b) => weights[a] != weights[b] ? weights[b].CompareTo(weights[a]) : a.CompareTo(b));
            count = Math.Min(count, Options.TopK ?? count);
            if (Options.TopP < 1) count = Nucleus(count);
        }

        double total = 0;
        for (int i = 0; i < count; i++) total += _weights[_order[i]];
        double left = NextDouble(_random) * total;
        for (int i = 0; i < count; i++)
            if ((left -= _weights[_order[i]]) < 0) return _order[i];
        return _order[count - 1];
    }

    /// <summary>A number of [0, 1) of 53 random bits.</summary>
    public static double NextDouble(RandomStream random)
    {
        ulong high = random.NextUInt(), low = random.NextUInt();
        return ((high << 21) | (low >> 11)) * (1.0 / (1UL << 53));
    }

    /// <summary>How many of the likeliest make up the share that is wanted.</summary>
    private int Nucleus(int count)
    {
        double total = 0, sum = 0;
        for (int i = 0; i < count; i++) total += _weights[_order[i]];
        for (int i = 0; i < count; i++)
            if ((sum += _weights[_order[i]]) >= Options.TopP * total) return i + 1;
        return count;
    }
}
