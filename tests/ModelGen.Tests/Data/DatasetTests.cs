using ModelGen.Data;

namespace ModelGen.Tests.Data;

public class DatasetTests
{
    /// <summary>Sample i has the inputs i and i + 0.5, and the label i modulo 3.</summary>
    internal static Dataset<int> Numbered(int count) => Dataset.FromArrays(
        [.. Enumerable.Range(0, count).SelectMany(i => new[] { i, i + 0.5f })], [.. Enumerable.Range(0, count).Select(i => i % 3)], 2);

    private static float[] FirstInputs<T>(Dataset<T> data)
        where T : unmanaged => [.. Enumerable.Range(0, data.Count).Select(i => data.Input(i)[0])];

    [Fact]
    public void Arrays_become_rows()
    {
        Dataset<int> data = Numbered(4);
        Assert.Equal((4, 2, 1), (data.Count, data.InputSize, data.TargetSize));
        Assert.Equal([2], data.InputShape);
        Assert.Equal([3f, 3.5f], data.Input(3).ToArray());
        Assert.Equal([0], data.Target(3).ToArray());
        Assert.Null(data.ClassNames);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Input(4).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Target(-1).Length);
    }

    [Fact]
    public void All_array_forms_agree()
    {
        Dataset<float>[] sets =
        [
            Dataset.FromArrays([1, 2, 3, 4], [5f, 6, 7, 8], 2, 2),
            Dataset.FromArrays([[1, 2], [3, 4]], new float[][] { [5, 6], [7, 8] }),
            Dataset.FromArrays(new float[,] { { 1, 2 }, { 3, 4 } }, new float[,] { { 5, 6 }, { 7, 8 } }),
        ];
        Assert.All(sets, data =>
        {
            Assert.Equal((2, 2, 2), (data.Count, data.InputSize, data.TargetSize));
            Assert.Equal([1f, 2, 3, 4], data.Inputs.ToArray());
            Assert.Equal([5f, 6, 7, 8], data.Targets.ToArray());
        });
        Assert.Equal([3f, 4], Dataset.FromArrays([[1, 2], [3, 4]], [0, 1]).Input(1).ToArray());
        Assert.Equal([3f, 4], Dataset.FromArrays(new float[,] { { 1, 2 }, { 3, 4 } }, [0, 1]).Input(1).ToArray());
    }

    [Fact]
    public void Wrong_lengths_say_given_and_needed()
    {
        string message = Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[7], [0, 1, 2], 2)).Message;
        Assert.Contains("7 input values were given; 3 samples of 2 need 6", message);
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[6], new float[5], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromArrays([], Array.Empty<int>(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromArrays([], Array.Empty<float>(), 1, 0));
        Assert.Contains("Row 1 has 1", Assert.Throws<ArgumentException>(() => Dataset.FromArrays([[1, 2], [3]], [0, 1])).Message);
    }

    [Fact]
    public void Labels_must_be_classes()
    {
        string message = Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[3], [0, 1, -1], 1)).Message;
        Assert.Contains("sample 2 is -1", message);
        message = Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[2], [0, 2], 1, classNames: ["a", "b"])).Message;
        Assert.Contains("from 0 to 1", message);
    }

    [Fact]
    public void A_shape_must_have_the_size()
    {
        Assert.Equal([1, 2, 3], Dataset.FromArrays(new float[6], [0], 6, [1, 2, 3]).InputShape);
        Assert.Contains("[2, 2]", Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[6], [0], 6, [2, 2])).Message);
        Assert.Throws<ArgumentException>(() => Dataset.FromArrays(new float[6], [0], 6, [-2, -3]));
    }

    [Fact]
    public void An_empty_dataset_can_be_used()
    {
        Dataset<int> data = Numbered(0);
        Assert.Equal(0, data.Count);
        Assert.Equal(0, data.Shuffle().Count);
        Assert.Equal(0, data.Take(0).Count);
        (Dataset<int> first, Dataset<int> second) = data.Split(0.5, stratify: true);
        Assert.Equal((0, 0), (first.Count, second.Count));
        Assert.Equal(0, new BatchLoader<int>(data, 4).BatchCount);
    }

    [Fact]
    public void Take_and_slice_share_the_memory()
    {
        Dataset<int> data = Numbered(10);
        Assert.Equal([0f, 1, 2], FirstInputs(data.Take(3)));
        Assert.Equal([4f, 5], FirstInputs(data.Slice(4, 2)));
        Assert.True(data.Inputs[8..].Overlaps(data.Slice(4, 2).Inputs));
        Assert.Contains("11 samples from 0 on were asked for; the dataset has 10",
            Assert.Throws<ArgumentOutOfRangeException>(() => data.Take(11)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(int.MaxValue, 2));
    }

    [Fact]
    public void A_subset_may_repeat()
    {
        Dataset<int> subset = Numbered(5).Subset([4, 1, 1]);
        Assert.Equal([4f, 4.5f, 1f, 1.5f, 1f, 1.5f], subset.Inputs.ToArray());
        Assert.Equal([1, 1, 1], subset.Targets.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(5).Subset([5]));
    }

    [Fact]
    public void A_shuffle_keeps_rows_together_and_depends_on_the_seed()
    {
        Dataset<int> data = Numbered(50), shuffled = data.Shuffle(1);
        Assert.NotEqual(FirstInputs(data), FirstInputs(shuffled));
        Assert.Equal(FirstInputs(data), FirstInputs(shuffled).Order());
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(shuffled.Input(i)[0] + 0.5f, shuffled.Input(i)[1]);
            Assert.Equal((int)shuffled.Input(i)[0] % 3, shuffled.Target(i)[0]);
        }

        Assert.Equal(FirstInputs(shuffled), FirstInputs(data.Shuffle(1)));
        Assert.NotEqual(FirstInputs(shuffled), FirstInputs(data.Shuffle(2)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.8, 8)]
    [InlineData(0.25, 3)]
    [InlineData(1, 10)]
    public void A_split_gives_each_sample_once(double fraction, int first)
    {
        (Dataset<int> a, Dataset<int> b) = Numbered(10).Split(fraction, 3);
        Assert.Equal((first, 10 - first), (a.Count, b.Count));
        Assert.Equal(FirstInputs(Numbered(10)), FirstInputs(a).Concat(FirstInputs(b)).Order());
    }

    [Fact]
    public void A_split_by_counts_may_leave_some_out()
    {
        (Dataset<int> a, Dataset<int> b) = Numbered(10).Split(3, 4);
        Assert.Equal((3, 4), (a.Count, b.Count));
        Assert.Empty(FirstInputs(a).Intersect(FirstInputs(b)));
        Assert.Contains("the dataset has 10", Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10).Split(6, 5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10).Split(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10).Split(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10).Split(double.NaN));
    }

    [Fact]
    public void A_stratified_split_keeps_the_shares()
    {
        // 60 of class 0, 30 of class 1, 11 of class 2.
        int[] labels = [.. Enumerable.Repeat(0, 60), .. Enumerable.Repeat(1, 30), .. Enumerable.Repeat(2, 11)];
        Dataset<int> data = Dataset.FromArrays([.. Enumerable.Range(0, 101).Select(i => (float)i)], labels, 1);
        (Dataset<int> a, Dataset<int> b) = data.Split(0.8, 5, stratify: true);
        Assert.Equal((81, 20), (a.Count, b.Count));
        Assert.Equal([48, 24, 9], new[] { 0, 1, 2 }.Select(label => a.Targets.Count(label)));
        Assert.Equal([12, 6, 2], new[] { 0, 1, 2 }.Select(label => b.Targets.Count(label)));
        Assert.Equal(101, FirstInputs(a).Concat(FirstInputs(b)).Distinct().Count());
    }

    [Fact]
    public void A_stratified_part_is_not_sorted_by_class()
    {
        (Dataset<int> part, _) = Numbered(300).Split(150, 150, 1, stratify: true);
        Assert.False(part.Targets.ToArray().SequenceEqual(part.Targets.ToArray().Order()));
        int changes = part.Targets.ToArray().Zip(part.Targets.ToArray().Skip(1)).Count(pair => pair.First != pair.Second);
        Assert.InRange(changes, 70, 130);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 7)]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(6, 1)]
    public void Stratified_sizes_are_exact(int first, int second)
    {
        (Dataset<int> a, Dataset<int> b) = Numbered(7).Split(first, second, 2, stratify: true);
        Assert.Equal((first, second), (a.Count, b.Count));
        Assert.Empty(FirstInputs(a).Intersect(FirstInputs(b)));
    }

    [Fact]
    public void Only_labels_can_be_stratified()
    {
        Dataset<float> data = Dataset.FromArrays([1, 2], [3f, 4], 1);
        Assert.Contains("Single", Assert.Throws<InvalidOperationException>(() => data.Split(0.5, stratify: true)).Message);
    }

    [Fact]
    public void It_describes_itself() =>
        Assert.Equal("1 samples, inputs [1, 2], 2 classes", Dataset.FromArrays([1, 2], [0], 2, [1, 2], ["a", "b"]).ToString());
}
