namespace ModelGen;

/// <summary>When a decoded sequence ends, and what may stand in it.</summary>
public record DecodeOptions
{
    /// <summary>The most tokens that are added: at least 0. A stream that is at its end adds no more, either. Default: 64.</summary>
    public int Length { get; init; } = 64;

    /// <summary>The token that ends a sequence, which is no part of it; null if none does. Default: null.</summary>
    public int? End { get; init; }

    /// <summary>How many of the tokens may be chosen, the first ones; null for all. Default: null.</summary>
    public int? Choices { get; init; }
}

/// <summary>How tokens are drawn.</summary>
public sealed record SampleOptions : DecodeOptions
{
    /// <summary>
    /// What scores are divided by: below 1 likely tokens become more likely, above 1 less so. Finite and greater than 0. Default: 1.
    /// </summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How many of the likeliest tokens may be drawn; null for all. Of equal scores the first count. Default: null.</summary>
    public int? TopK { get; init; }

    /// <summary>
    /// Only the fewest likeliest tokens whose probabilities add up to this are drawn: greater than 0, at most 1. Holtzman et al., "The
    /// curious case of neural text degeneration", 2020. Default: 1, all of them.
    /// </summary>
    public double TopP { get; init; } = 1;

    /// <summary>Decides what is drawn: the same seed gives the same tokens. Default: 0.</summary>
    public int Seed { get; init; }
}

/// <summary>How beams are searched.</summary>
public sealed record BeamOptions : DecodeOptions
{
    /// <summary>How many sequences are kept at each step: at least 1. Default: 4.</summary>
    public int Width { get; init; } = 4;

    /// <summary>
    /// α of the penalty ((5 + length) / 6)^α by which logarithms of probabilities are divided, so that long sequences are not at a
    /// disadvantage. Wu et al., "Google's neural machine translation system", 2016. Finite and at least 0. Default: 0, no penalty.
    /// </summary>
    public double LengthPenalty { get; init; }
}

/// <summary>A sequence that a beam search found.</summary>
/// <param name="Tokens">Its tokens, without the prompt and without the end.</param>
/// <param name="LogProbability">The logarithm of its probability, that of its end included.</param>
/// <param name="Score">The same, divided by the length penalty.</param>
/// <param name="IsComplete">Whether it ended with the token for that; otherwise it was cut off.</param>
public sealed record Hypothesis(IReadOnlyList<int> Tokens, double LogProbability, double Score, bool IsComplete);
