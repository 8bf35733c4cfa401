namespace ModelGen.Compiler.Layers;

/// <summary>The numbers that divide another one: the sizes an axis can be divided into.</summary>
internal static class Divisors
{
    /// <summary>All divisors, from 1 up to the number itself.</summary>
    public static IReadOnlyList<int> Of(int number)
    {
        var (small, large) = (new List<int>(), new List<int>());
        for (var divisor = 1; (long)divisor * divisor <= number; divisor++)
        {
            if (number % divisor != 0) continue;
            small.Add(divisor);
            if (divisor != number / divisor) large.Insert(0, number / divisor);
        }

        return [.. small, .. large];
    }
}
