using ModelGen.Data;
using ModelGen.Metrics;

namespace ModelGen.Tests.Metrics;

public class MetricsTests
{
    /// <summary>The inputs are the scores: sample i is taken for class i modulo 2; the labels are given.</summary>
    private static Dataset<int> Alternating(params int[] labels) =>
        Dataset.FromArrays([.. labels.SelectMany((_, i) => i % 2 == 0 ? new[] { 1f, 0f } : [0f, 1f])], labels, 2);

    [Theory]
    [InlineData(new[] { 1f }, 0)]
    [InlineData(new[] { 1f, 3f, 2f }, 1)]
    [InlineData(new[] { 2f, 2f }, 0)]
    [InlineData(new[] { -5f, -3f, -3f }, 1)]
    [InlineData(new[] { 1f, float.NaN, 9f, float.NaN }, 1)]
    [InlineData(new[] { float.NaN, 9f }, 0)]
    [InlineData(new[] { float.NegativeInfinity, float.NegativeInfinity }, 0)]
    public void ArgMax_takes_the_first_largest(float[] scores, int expected) => Assert.Equal(expected, Classification.ArgMax(scores));

    [Fact]
    public void ArgMax_of_nothing_is_an_error() => Assert.Throws<ArgumentException>(() => Classification.ArgMax([]));

    [Theory]
    [InlineData(new[] { 0f, 0f }, new[] { 0.5f, 0.5f })]
    [InlineData(new[] { 7f }, new[] { 1f })]
    [InlineData(new[] { 1000f, 1000f, 1000f, 1000f }, new[] { 0.25f, 0.25f, 0.25f, 0.25f })]
    [InlineData(new[] { -1000f, 0f }, new[] { 0f, 1f })]
    [InlineData(new[] { 0f, 1.0986123f }, new[] { 0.25f, 0.75f })]
    [InlineData(new[] { float.NegativeInfinity, 3f }, new[] { 0f, 1f })]
    [InlineData(new[] { float.NaN, 3f }, new[] { float.NaN, float.NaN })]
    [InlineData(new[] { float.PositiveInfinity, 3f }, new[] { float.NaN, float.NaN })]
    public void Softmax_gives_probabilities(float[] logits, float[] expected)
    {
        Classification.Softmax(logits, logits);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], logits[i], 1e-6f);
    }

    [Fact]
    public void Softmax_needs_as_many_probabilities_as_scores()
    {
        string message = Assert.Throws<ArgumentException>(() => Classification.Softmax([1, 2, 3], new float[2])).Message;
        Assert.Contains("room for 2 probabilities; 3 are needed", message);
        Assert.Throws<ArgumentException>(() => Classification.Softmax([], []));
    }

    [Fact]
    public void Accuracy_counts_the_right_ones()
    {
        FakeClassifier model = new();
        Assert.Equal(1, Accuracy.Of(model, Alternating(0, 1, 0, 1)));
        Assert.Equal(0.25, Accuracy.Of(model, Alternating(1, 1, 1, 0)));
        Assert.Equal(double.NaN, Accuracy.Of(model, Alternating()));
        Assert.Equal(0.5, Accuracy.OfScores([1, 0, 1, 0], [0, 1]));
        Assert.Throws<ArgumentException>(() => Accuracy.OfScores([1, 0, 1], [0, 1]));
        Assert.Throws<ArgumentException>(() => Accuracy.OfScores([], []));
        Assert.Throws<ArgumentException>(() => Accuracy.OfClasses([1], [0, 1]));
    }

    [Fact]
    public void Large_datasets_are_classified_in_chunks()
    {
        int[] labels = [.. Enumerable.Range(0, 1001).Select(i => i % 2)];
        Assert.Equal(labels, Classification.Classify(new FakeClassifier(), Alternating(labels).Inputs));
    }

    [Fact]
    public void Data_must_fit_the_model()
    {
        string message = Assert
            .Throws<ArgumentException>(() => Accuracy.Of(new FakeClassifier(), Dataset.FromArrays([1, 2, 3], [0], 3)))
            .Message;
        Assert.Contains("3 inputs; the model needs 2", message);
        Assert.Throws<ArgumentException>(() => Accuracy.Of(new FakeClassifier { OutputSize = 1 }, Alternating(0)));
        Assert.Throws<ArgumentException>(() => Classification.Classify(new FakeClassifier(), new float[3]));
    }

    [Fact]
    public void The_matrix_counts_and_measures()
    {
        ConfusionMatrix matrix = ConfusionMatrix.Of(new FakeClassifier(), Alternating(0, 0, 0, 0, 1, 1));
        Assert.Equal((2, 2, 1, 1), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]));
        Assert.Equal((6, 3), (matrix.Total, matrix.Correct));
        Assert.Equal(0.5, matrix.Accuracy);
        Assert.Equal(2.0 / 3, matrix.Precision(0));
        Assert.Equal(1.0 / 3, matrix.Precision(1));
        Assert.Equal(0.5, matrix.Recall(0));
    }

    [Fact]
    public void The_table_is_aligned_and_invariant()
    {
        using CommaCulture culture = new();
        ConfusionMatrix matrix = new(3, ["cat", "dog", "tortoise"]);
        for (int i = 0; i < 7; i++)
            matrix.Add(0, 0);
        matrix.Add(0, 1);
        matrix.Add(1, 1);
        Assert.Equal(
            """
            actual \ predicted       cat       dog  tortoise  precision  recall
            cat                        7         1         .     100.0%   87.5%
            dog                        .         1         .      50.0%  100.0%
            tortoise                   .         .         .          -       -
            accuracy 88.9%: 8 of 9
            """.ReplaceLineEndings("\n"),
            matrix.ToString());
    }

    [Fact]
    public void A_wide_table_folds()
    {
        ConfusionMatrix matrix = new(3, ["cat", "dog", "tortoise"]);
        matrix.Add(0, 0);
        Assert.Equal(
            """
            actual \ predicted       cat       dog
            cat                        1         .
            dog                        .         .
            tortoise                   .         .

            actual \ predicted  tortoise  precision
            cat                        .     100.0%
            dog                        .          -
            tortoise                   .          -

            actual \ predicted  recall
            cat                 100.0%
            dog                      -
            tortoise                 -
            accuracy 100.0%: 1 of 1
            """.ReplaceLineEndings("\n"),
            matrix.ToString(40));
        Assert.Equal(matrix.ToString(), matrix.ToString(0));
        Assert.Equal(matrix.ToString(), matrix.ToString(67));
        Assert.Equal(4 * 5 + 4 + 1, matrix.ToString(1).Split('\n').Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.ToString(-1));
    }

    [Fact]
    public void An_empty_matrix_has_no_numbers()
    {
        ConfusionMatrix matrix = new(2);
        Assert.Equal(double.NaN, matrix.Accuracy);
        Assert.Equal(double.NaN, matrix.Recall(1));
        Assert.Contains("accuracy -: 0 of 0", matrix.ToString());
        Assert.Equal(["0", "1"], matrix.ClassNames);
    }

    [Fact]
    public void Classes_outside_are_refused()
    {
        ConfusionMatrix matrix = new(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Precision(2));
        Assert.Equal(0, matrix.Total);
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(2, ["a"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(0));
    }

    /// <summary>A row is a line, and its cells stand below those of the others, whatever the classes are called.</summary>
    [Theory]
    [InlineData("a\nb", @"a\nb")]
    [InlineData("a\r\nb", @"a\r\nb")]
    [InlineData("tab\there", @"tab\there")]
    [InlineData("esc\u001b[31mred", @"esc\u001B[31mred")]
    [InlineData("\u2028", @"\u2028")]
    [InlineData("next\u0085line", @"next\u0085line")]
    [InlineData("\u202eright to left", @"\u202Eright to left")]
    [InlineData("nul\0", @"nul\u0000")]
    [InlineData("größer 重み", "größer 重み")]
    public void Names_of_classes_cannot_break_a_table(string name, string shown)
    {
        ConfusionMatrix matrix = new(2, [name, "other"]);
        matrix.Add(0, 1);
        matrix.Add(1, 0);
        string[] confusion = matrix.ToString().Split('\n'), perClass = matrix.PerClass().Split('\n');
        Assert.Equal((4, 4), (confusion.Length, perClass.Length));
        Assert.Single(confusion[..3].Select(line => line.Length).Distinct());
        Assert.StartsWith(shown, confusion[1], StringComparison.Ordinal);
        Assert.StartsWith(shown, perClass[1], StringComparison.Ordinal);
        Assert.EndsWith($"{shown} (1)", perClass[2], StringComparison.Ordinal);
        Assert.Equal(name, matrix.ClassNames[0]);
    }

    [Fact]
    public void Each_class_has_its_line()
    {
        using CommaCulture culture = new();
        ConfusionMatrix matrix = new(4, ["cat", "dog", "a zebra", "owl"]);
        foreach ((int actual, int predicted) in ((int, int)[])[(0, 0), (0, 0), (0, 1), (1, 1), (2, 0), (2, 1), (2, 1)])
            matrix.Add(actual, predicted);
        Assert.Equal(
            """
            class    samples  right  accuracy  most often taken for
            cat            3      2     66.7%  dog (1)
            dog            1      1    100.0%  -
            a zebra        3      0      0.0%  dog (2)
            owl            0      0         -  -
            all            7      3     42.9%
            """.ReplaceLineEndings("\n"), matrix.PerClass());
        Assert.Equal([3L, 1, 3, 0], Enumerable.Range(0, 4).Select(matrix.Samples));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Samples(4));
        Assert.Contains("0            0      0         -  -", new ConfusionMatrix(1).PerClass());
    }

    [Fact]
    public void Mistakes_come_with_the_largest_margin_first()
    {
        FakeClassifier model = new();
        Dataset<int> data = Dataset.FromArrays([[1, 0], [0, 3], [5, 1], [0, 2], [2, 0], [4, 0]], [1, 0, 0, 0, 1, 1]);
        Assert.Equal(
            [new Mistake(5, 1, 0, 4), new Mistake(1, 0, 1, 3), new Mistake(3, 0, 1, 2), new Mistake(4, 1, 0, 2), new Mistake(0, 1, 0, 1)],
            Mistake.Of(model, data));
        Assert.Empty(Mistake.Of(model, data.Take(0)));
        Assert.Empty(Mistake.Of(model, data.Subset([2])));
        Assert.Contains(
            "label of sample 0 is 2; the model has 2 outputs, so it must be from 0 to 1",
            Assert
                .Throws<ArgumentException>(() =>
                    Mistake.Of(
                        model,
                        Dataset.FromArrays(
                            [
                                [1f, 0],
                            ],
                            [2])))
                .Message);
        Assert.Contains(
            "at least 2",
            Assert.Throws<ArgumentException>(() => Mistake.Of(new FakeClassifier { OutputSize = 1 }, data)).Message);
    }

    [Fact]
    public void Mistakes_beyond_the_first_batch_have_their_own_positions()
    {
        int[] wrong = [0, 255, 256, 511, 600];
        int[] labels = [.. Enumerable.Range(0, 700).Select(i => wrong.Contains(i) ? 1 - (i % 2) : i % 2)];
        Assert.Equal(wrong, Mistake.Of(new FakeClassifier(), Alternating(labels)).Select(mistake => mistake.Index));
    }
}
