using ModelGen.Metrics;
using Xunit;

namespace ModelGen.Tests.Metrics;

public sealed class SequenceMetricsTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("flaw", "lawn", 2)]
    public void Edits_are_counted(string from, string to, int edits)
    {
        Assert.Equal(edits, SequenceMetrics.EditDistance(Ids(from), Ids(to)));
        Assert.Equal(edits, SequenceMetrics.EditDistance(Ids(to), Ids(from)));
    }

    [Fact]
    public void The_error_rate_is_over_all_tokens()
    {
        Assert.Equal(4 / 10.0, SequenceMetrics.ErrorRate([Ids("kitten"), Ids("ab")], [Ids("sitting"), Ids("abc")]));
        Assert.Equal(3, SequenceMetrics.ErrorRate([Ids("abc")], [Ids("x")]));
        Assert.Throws<ArgumentException>(() => SequenceMetrics.ErrorRate([Ids("a")], []));
        Assert.Throws<ArgumentException>(() => SequenceMetrics.ErrorRate([Ids("a")], [[]]));
    }

    /// <summary>The example of the paper: "the" seven times, of which the reference has two.</summary>
    [Fact]
    public void A_word_counts_no_more_often_than_in_the_reference() => Assert.Equal(
        2 / 7.0,
        SequenceMetrics.Bleu([[1, 1, 1, 1, 1, 1, 1]], [[1, 2, 3, 4, 1, 5, 6]], longest: 1),
        12);

    [Fact]
    public void Bleu_is_the_geometric_mean_times_the_penalty()
    {
        // Runs of 1 to 4: 5 of 6, 3 of 5, 2 of 4, 1 of 3; seven tokens were needed.
        int[] found = [1, 2, 3, 4, 9, 6], right = [1, 2, 3, 4, 5, 6, 7];
        double expected = Math.Pow(5 / 6.0 * 3 / 5 * 2 / 4 * 1 / 3, 0.25) * Math.Exp(1 - (7 / 6.0));
        Assert.Equal(expected, SequenceMetrics.Bleu([found], [right]), 12);
        Assert.Equal(1, SequenceMetrics.Bleu([right], [right]), 12);
        Assert.Equal(0, SequenceMetrics.Bleu([[1, 3, 2]], [right]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SequenceMetrics.Bleu([found], [right], longest: 0));
    }

    [Fact]
    public void Perplexity_of_equally_likely_tokens_is_their_number() => Assert.Equal(50, SequenceMetrics.Perplexity(Math.Log(50)), 10);

    private static int[] Ids(string text) => [.. text.Select(character => (int)character)];
}
