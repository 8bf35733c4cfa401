using Xunit;

namespace ModelGen.Tests.Decoding;

/// <summary>Sequences that are said at once, by scorers made by hand.</summary>
public sealed class MaskPredictTests
{
    private const int Classes = 4, Mask = 9;

    [Fact]
    public void One_iteration_takes_the_likeliest_token_of_each_place()
    {
        int calls = 0;
        Hypothesis said = Decode.MaskPredict(
            (tokens, scores) =>
            {
                calls++;
                Assert.Equal([Mask, Mask, Mask], tokens.ToArray());
                for (int place = 0; place < tokens.Length; place++) scores[(place * Classes) + place] = 2;
            },
            Classes,
            [0, 0, 0, 5],
            new() { Mask = Mask, Iterations = 1, Lengths = 1 });
        Assert.Equal([0, 1, 2], said.Tokens);
        Assert.Equal(1, calls);
        double each = 2 - Math.Log(Math.Exp(2) + 3);
        Assert.Equal(3 * each, said.LogProbability, 9);
        Assert.Equal(each, said.Score, 9);
        Assert.True(said.IsComplete);
    }

    /// <summary>The least certain places are masked again, fewer each time, and see what stands beside them.</summary>
    [Fact]
    public void Later_iterations_see_what_is_certain()
    {
        List<string> seen = [];
        Hypothesis said = Decode.MaskPredict(
            (tokens, scores) =>
            {
                seen.Add(string.Concat(tokens.ToArray().Select(token => "0123_"[Math.Min(token, Classes)])));
                scores.Clear();

                // The first place is certain. Each other one becomes so once the one before it is known, and is one more.
                scores[1] = 9;
                for (int place = 1; place < tokens.Length; place++)
                {
                    int before = tokens[place - 1];
                    scores[(place * Classes) + (before == Mask ? 0 : (before + 1) % Classes)] = before == Mask ? 1f / place : 9;
                }
            },
            Classes,
            [float.NegativeInfinity, 0, 0, 0, 5],
            new() { Mask = Mask, Iterations = 4, Lengths = 1 });
        Assert.Equal(["____", "1___", "12__", "123_"], seen);
        Assert.Equal([1, 2, 3, 0], said.Tokens);
    }

    [Fact]
    public void Of_the_likeliest_lengths_the_one_with_the_most_certain_tokens_is_taken()
    {
        // All lengths but 2 make the scorer uncertain.
        PlaceScorer scorer = (tokens, scores) =>
        {
            scores.Clear();
            for (int place = 0; place < tokens.Length; place++) scores[place * Classes] = tokens.Length == 2 ? 8 : 1;
        };
        float[] lengths = [1, 0, 2, 3, -1];
        Assert.Equal(3, Decode.MaskPredict(scorer, Classes, lengths, new() { Lengths = 1 }).Tokens.Count);
        Assert.Equal(2, Decode.MaskPredict(scorer, Classes, lengths, new() { Lengths = 2 }).Tokens.Count);
        Assert.Equal(2, Decode.MaskPredict(scorer, Classes, lengths, new() { Lengths = 100 }).Tokens.Count);
        Assert.Empty(Decode.MaskPredict(scorer, Classes, [3, 0, 2]).Tokens);
        Assert.Equal(3, Decode.MaskPredict(scorer, Classes, [1, 0, float.NegativeInfinity, 3], new() { Lengths = 100 }).Tokens.Count);
    }

    [Fact]
    public void Only_some_classes_may_be_chosen()
    {
        Hypothesis said = Decode.MaskPredict(
            (_, scores) => scores[Classes - 1] = 5, Classes, [0, 9], new() { Choices = 3, Lengths = 1 });
        Assert.Equal([0], said.Tokens);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        PlaceScorer scorer = (_, scores) => scores.Fill(float.NaN);
        Refused("There are 0 classes", () => Decode.MaskPredict(scorer, 0, [1, 2]));
        Refused("no scores of lengths", () => Decode.MaskPredict(scorer, Classes, []));
        Refused("Iterations is 0", () => Decode.MaskPredict(scorer, Classes, [1, 2], new() { Iterations = 0 }));
        Refused("Lengths is 0", () => Decode.MaskPredict(scorer, Classes, [1, 2], new() { Lengths = 0 }));
        Refused("Choices is 5; it must be at least 1 and at most 4", () => Decode.MaskPredict(scorer, Classes, [1], new() { Choices = 5 }));
        Assert.Throws<ArithmeticException>(() => Decode.MaskPredict(scorer, Classes, [1, 2]));
        Assert.Throws<ArithmeticException>(() => Decode.MaskPredict(scorer, Classes, [1, float.NaN]));

        static void Refused(string message, Action call) =>
            Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(call).Message, StringComparison.Ordinal);
    }
}
