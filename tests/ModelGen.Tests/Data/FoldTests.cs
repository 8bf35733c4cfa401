using ModelGen.Data;

namespace ModelGen.Tests.Data;

public class FoldTests
{
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 103).Select(i => i % 10 == 0 ? 2 : i % 3 == 0 ? 1 : 0)];

    private static void AssertPartition(int count, IReadOnlyList<Fold> folds)
    {
        Assert.Equal(Enumerable.Range(0, count), folds.SelectMany(fold => fold.Validation).Order());
        foreach (Fold fold in folds)
        {
            Assert.Equal(Enumerable.Range(0, count), fold.Training.Concat(fold.Validation).Order());
            Assert.Equal(fold.Training.Order(), fold.Training);
        }
    }

    [Theory]
    [InlineData(10, 3, new[] { 4, 3, 3 })]
    [InlineData(5, 5, new[] { 1, 1, 1, 1, 1 })]
    public void KFold_parts_have_the_same_size(int count, int folds, int[] sizes)
    {
        IReadOnlyList<Fold> parts = CrossValidation.KFold(count, folds, seed: 3);
        AssertPartition(count, parts);
        Assert.Equal(sizes, parts.Select(fold => fold.Validation.Count));
        Assert.Equal([0, 1, 2, 3], CrossValidation.KFold(10, 3, shuffle: false)[0].Validation);
    }

    [Fact]
    public void The_seed_decides_the_parts()
    {
        static int[] Of(int seed) => [.. CrossValidation.KFold(50, 5, seed)[0].Validation];
        Assert.Equal(Of(1), Of(1));
        Assert.NotEqual(Of(1), Of(2));
        Assert.NotEqual(
            CrossValidation.StratifiedKFold(s_labels, 5, 1)[0].Validation,
            CrossValidation.StratifiedKFold(s_labels, 5, 2)[0].Validation);
    }

    [Fact]
    public void Stratified_parts_share_each_class()
    {
        IReadOnlyList<Fold> parts = CrossValidation.StratifiedKFold(s_labels, 5, seed: 1);
        AssertPartition(s_labels.Length, parts);
        foreach (int label in (int[])[0, 1, 2])
        {
            int[] counts = [.. parts.Select(fold => fold.Validation.Count(index => s_labels[index] == label))];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }

        int[] sizes = [.. parts.Select(fold => fold.Validation.Count)];
        Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        Assert.Throws<ArgumentException>(() => CrossValidation.StratifiedKFold([0, 1, 2, 3], 3));
    }

    [Fact]
    public void Groups_are_not_divided()
    {
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => (int)Math.Sqrt(i))];
        IReadOnlyList<Fold> parts = CrossValidation.GroupKFold(groups, 3);
        AssertPartition(groups.Length, parts);
        Assert.All(
            parts,
            fold => Assert.Empty(fold.Training.Select(index => groups[index]).Intersect(fold.Validation.Select(index => groups[index]))));
        Assert.All(parts, fold => Assert.InRange(fold.Validation.Count, 17, 23));
        Fold split = CrossValidation.GroupSplit(groups, 0.75, seed: 4);
        Assert.Equal(6, split.Training.Select(index => groups[index]).Distinct().Count());
        Assert.Equal(60, split.Training.Count + split.Validation.Count);
        Assert.Empty(split.Training.Select(index => groups[index]).Intersect(split.Validation.Select(index => groups[index])));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidation.GroupKFold([1, 1, 2], 3));
    }

    // scikit-learn's TimeSeriesSplit gives these.
    [Fact]
    public void Time_series_learn_from_the_past()
    {
        static string Text(IEnumerable<Fold> folds) =>
            string.Join(" ", folds.Select(fold => $"{fold.Training[0]}-{fold.Training[^1]}|{fold.Validation[0]}-{fold.Validation[^1]}"));
        Assert.Equal("0-2|3-3 0-3|4-4 0-4|5-5", Text(CrossValidation.TimeSeriesSplit(6, 3, 1)));
        Assert.Equal("0-2|3-4 0-4|5-6 0-6|7-8", Text(CrossValidation.TimeSeriesSplit(9, 3)));
        Assert.Equal("0-3|6-7 0-5|8-9 0-7|10-11", Text(CrossValidation.TimeSeriesSplit(12, 3, 2, gap: 2)));
        Assert.Equal("1-3|4-5 3-5|6-7 5-7|8-9", Text(CrossValidation.TimeSeriesSplit(10, 3, 2, largestTraining: 3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidation.TimeSeriesSplit(3, 3, 1));
    }

    [Fact]
    public void Folds_become_datasets()
    {
        Dataset<int> data = Dataset.FromArrays(new float[10], [.. Enumerable.Range(0, 10)], 1);
        (Dataset<int> training, Dataset<int> validation) = data.Folds(CrossValidation.KFold(10, 5)).First();
        Assert.Equal((8, 2), (training.Count, validation.Count));
        Assert.Empty(training.Targets.ToArray().Intersect(validation.Targets.ToArray()));
    }

    [Fact]
    public void One_hot()
    {
        Assert.Equal([0f, 1, 0, 1, 0, 0], OneHot.Encode([1, 0], 3));
        Dataset<float> data = Dataset.FromArrays([1, 2, 3], [0, 2, 1], 1).ToOneHot();
        Assert.Equal([1f, 0, 0, 0, 0, 1, 0, 1, 0], data.Targets);
        Assert.Equal((3, 3), (data.TargetSize, data.Count));
        Assert.Equal([2f], data.Input(1));
        Assert.Contains("label at position 1 is 3", Assert.Throws<ArgumentException>(() => OneHot.Encode([1, 3], 3)).Message);
    }
}
