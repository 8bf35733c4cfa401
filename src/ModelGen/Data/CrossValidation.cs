using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>
/// Ways to part samples for cross-validation, with the rules of scikit-learn's <c>model_selection</c>. The same seed gives the same folds
/// on every machine.
/// </summary>
/// <example><code>foreach ((Dataset&lt;int&gt; training, Dataset&lt;int&gt; validation) in
/// data.Folds(CrossValidation.StratifiedKFold(data.Targets, 5))) …</code></example>
public static class CrossValidation
{
    /// <summary>k parts of the same size, but for one sample; each is the validation data once.</summary>
    /// <param name="count">How many samples there are.</param>
    /// <param name="folds">How many parts; at least 2.</param>
    /// <param name="seed">Decides the parts.</param>
    /// <param name="shuffle">False for parts of samples in a row.</param>
    /// <returns>One fold for each part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are more parts than samples.</exception>
    public static IReadOnlyList<Fold> KFold(int count, int folds, int seed = 0, bool shuffle = true)
    {
        CheckFolds(folds, count, "samples");
        int[] order = shuffle ? Splitting.Permutation(count, seed) : [.. Enumerable.Range(0, count)], part = new int[count];
        int start = 0;
        for (int fold = 0; fold < folds; fold++)
        {
            int size = (count / folds) + (fold < count % folds ? 1 : 0);
            foreach (int index in order.AsSpan(start, size))
                part[index] = fold;
            start += size;
        }

        return Folds(part, folds);
    }

    /// <summary>k parts that have the classes in the same shares, but for one sample of each.</summary>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="folds">How many parts; at least 2.</param>
    /// <param name="seed">Decides the parts.</param>
    /// <returns>One fold for each part.</returns>
    /// <exception cref="ArgumentException">All classes have fewer samples than there are parts.</exception>
    public static IReadOnlyList<Fold> StratifiedKFold(ReadOnlySpan<int> labels, int folds, int seed = 0)
    {
        CheckFolds(folds, labels.Length, "samples");
        int[] values = labels.ToArray(), order = Splitting.Permutation(values.Length, seed), part = new int[values.Length];
        IGrouping<int, int>[] classes = [.. order.GroupBy(index => values[index]).OrderBy(members => members.Key)];
        if (classes.All(members => members.Count() < folds))
            throw new ArgumentException($"No class has {folds} samples, one for each part.", nameof(folds));

        // Samples are assigned to the parts cyclically, class by class. So the parts have equal numbers of samples, and of each class.
        int next = 0;
        foreach (IGrouping<int, int> members in classes)
        {
            foreach (int index in members)
                part[index] = next++ % folds;
        }

        return Folds(part, folds);
    }

    /// <summary>k parts of about the same size, in which no group is divided: for several samples of one patient or speaker.</summary>
    /// <param name="groups">The group of each sample.</param>
    /// <param name="folds">How many parts; at least 2.</param>
    /// <param name="seed">Decides among groups of the same size.</param>
    /// <returns>One fold for each part.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are more parts than groups.</exception>
    public static IReadOnlyList<Fold> GroupKFold(ReadOnlySpan<int> groups, int folds, int seed = 0)
    {
        int[] values = groups.ToArray(), part = new int[values.Length], sizes = new int[folds < 1 ? 0 : folds];
        int[][] members = Groups(values, seed);
        CheckFolds(folds, members.Length, "groups");
        foreach (int[] group in members.OrderByDescending(group => group.Length))
        {
            int smallest = Array.IndexOf(sizes, sizes.Min());
            sizes[smallest] += group.Length;
            foreach (int index in group)
                part[index] = smallest;
        }

        return Folds(part, folds);
    }

    /// <summary>Two sets in which no group is divided.</summary>
    /// <param name="groups">The group of each sample.</param>
    /// <param name="fraction">The part of the groups that the training data get, rounded to the nearest number, between 0 and 1.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>The two sets.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not between 0 and 1.</exception>
    public static Fold GroupSplit(ReadOnlySpan<int> groups, double fraction, int seed = 0)
    {
        if (!(fraction >= 0 && fraction <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The fraction must be from 0 to 1.");
        int[][] members = Groups(groups.ToArray(), seed);
        int first = (int)Math.Round(members.Length * fraction, MidpointRounding.AwayFromZero);
        return new Fold(
            [.. members.Take(first).SelectMany(group => group).Order()], [.. members.Skip(first).SelectMany(group => group).Order()]);
    }

    /// <summary>For samples in the order of time: each fold learns from the past and measures on what comes next.</summary>
    /// <param name="count">How many samples there are.</param>
    /// <param name="folds">How many folds; at least 1.</param>
    /// <param name="validationSize">How many samples each measures with; by default count / (folds + 1).</param>
    /// <param name="gap">How many samples between both are left out, so that windows do not overlap.</param>
    /// <param name="largestTraining">The most samples to learn from, the last ones; by default all.</param>
    /// <returns>The folds in the order of time.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are too few samples, or a number is negative.</exception>
    public static IReadOnlyList<Fold> TimeSeriesSplit(
        int count, int folds, int? validationSize = null, int gap = 0, int? largestTraining = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        ArgumentOutOfRangeException.ThrowIfLessThan(largestTraining ?? 1, 1, nameof(largestTraining));
        int size = validationSize ?? count / (folds + 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1, nameof(validationSize));
        long first = count - ((long)folds * size);
        if (first - gap < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds),
                folds,
                $"{folds} folds of {size} samples with a gap of {gap} were asked for; of {count} samples none is left to learn from.");
        }

        return [.. Enumerable.Range(0, folds).Select(fold =>
        {
            int start = (int)first + (fold * size), end = start - gap, begin = Math.Max(0, end - (largestTraining ?? end));
            return new Fold([.. Enumerable.Range(begin, end - begin)], [.. Enumerable.Range(start, size)]);
        })];
    }

    /// <summary>The data of each fold.</summary>
    /// <typeparam name="TTarget"><see cref="int"/> for class labels, <see cref="float"/> for numbers.</typeparam>
    /// <param name="data">The samples.</param>
    /// <param name="folds">Positions in these data.</param>
    /// <returns>New sets with copies of the rows, made one after the other.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside the data.</exception>
    public static IEnumerable<(Dataset<TTarget> Training, Dataset<TTarget> Validation)> Folds<TTarget>(
        this Dataset<TTarget> data, IEnumerable<Fold> folds)
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(folds);
        return folds.Select(fold => (data.Subset([.. fold.Training]), data.Subset([.. fold.Validation])));
    }

    private static Fold[] Folds(int[] part, int folds) => [.. Enumerable.Range(0, folds).Select(fold => new Fold(
        [.. Enumerable.Range(0, part.Length).Where(index => part[index] != fold)],
        [.. Enumerable.Range(0, part.Length).Where(index => part[index] == fold)]))];

    // The samples of each group, the groups in random order.
    private static int[][] Groups(int[] groups, int seed)
    {
        int[][] members = [.. Enumerable.Range(0, groups.Length)
            .GroupBy(index => groups[index]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        new RandomStream(seed, RandomStreams.Split).Shuffle(members.AsSpan());
        return members;
    }

    private static void CheckFolds(int folds, int count, string what)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        if (folds > count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), folds, $"{folds} parts of {count} {what} were asked for; there can be at most as many parts as {what}.");
        }
    }
}
