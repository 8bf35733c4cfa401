using ModelGen.Runtime;

namespace ModelGen.Data;

/// <summary>Random orders of samples, and orders that share out each class in proportion.</summary>
internal static class Splitting
{
    public static int[] Permutation(int count, int seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new RandomStream(seed, RandomStreams.Split).Shuffle(order.AsSpan());
        return order;
    }

    /// <summary>
    /// Reorders so that the first samples, and the second ones behind them, have the classes in the same shares as the
    /// whole; each class keeps its random order.
    /// </summary>
    public static int[] Stratify(int[] order, ReadOnlySpan<int> labels, int first, int second)
    {
        Dictionary<int, Queue<int>> byClass = [];
        foreach (int index in order)
        {
            if (!byClass.TryGetValue(labels[index], out Queue<int>? members))
                byClass.Add(labels[index], members = new Queue<int>());
            members.Enqueue(index);
        }

        Queue<int>[] classes = [.. byClass.OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        List<int> result = new(first + second);
        TakeProportionally(classes, first, order.Length, result);
        TakeProportionally(classes, second, order.Length - first, result);
        return [.. result];
    }

    // Shares are rounded down, and the classes with the largest remainders get one more (Hamilton's method).
    private static void TakeProportionally(Queue<int>[] classes, int wanted, int available, List<int> result)
    {
        if (wanted == 0)
            return;
        int start = result.Count;
        int[] counts = [.. classes.Select(members => (int)((long)members.Count * wanted / available))];
        int missing = wanted - counts.Sum();
        int[] byRemainder = [.. Enumerable.Range(0, classes.Length).OrderByDescending(i => (long)classes[i].Count * wanted % available)];
        for (int i = 0; i < missing; i++)
            counts[byRemainder[i]]++;

        for (int i = 0; i < classes.Length; i++)
        {
            for (int taken = 0; taken < counts[i]; taken++)
                result.Add(classes[i].Dequeue());
        }

        // Otherwise the part would be sorted by class. Positions in the whole are already random.
        result.Sort(start, result.Count - start, null);
    }
}
