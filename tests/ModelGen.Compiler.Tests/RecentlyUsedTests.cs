using Xunit;

namespace ModelGen.Compiler.Tests;

public class RecentlyUsedTests
{
    [Fact]
    public void A_value_is_made_once_while_it_is_kept()
    {
        var made = new List<int>();
        var recent = Counting(capacity: 2, made);

        Assert.Same(recent[1], recent[1]);
        _ = recent[2];
        Assert.Same(recent[1], recent[1]);
        Assert.Equal([1, 2], made);
    }

    [Fact]
    public void What_was_not_used_for_longest_goes_first()
    {
        var made = new List<int>();
        var recent = Counting(capacity: 2, made);
        foreach (var key in (int[])[1, 2, 1, 3, 1, 2]) _ = recent[key];

        Assert.Equal([1, 2, 3, 2], made);
    }

    [Fact]
    public void Threads_that_ask_for_the_same_get_the_same()
    {
        const int keys = 8;
        var made = new List<int>();
        var recent = Counting(keys, made);
        var values = new object[4_000];
        Parallel.For(0, values.Length, i => values[i] = recent[i % keys]);

        Assert.Equal(Enumerable.Range(0, keys), made.Order());
        Assert.All(values.Select((value, i) => (value, i)), pair => Assert.Same(recent[pair.i % keys], pair.value));
    }

    private static RecentlyUsed<int, object> Counting(int capacity, List<int> made) => new(capacity, key =>
    {
        made.Add(key);
        return new object();
    });
}
