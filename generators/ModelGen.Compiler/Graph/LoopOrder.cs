namespace ModelGen.Compiler.Graph;

/// <summary>
/// An order in which all that is in a loop stands together: what the loop needs before it, what needs its results behind it.
/// </summary>
public static class LoopOrder
{
    /// <summary>Sorts items that are in the order of their dependencies already, but for loops.</summary>
    /// <param name="items">The items.</param>
    /// <param name="loopOf">The loop that an item is in, or null.</param>
    /// <param name="dependencies">What an item needs; other items are passed over.</param>
    /// <exception cref="CompilerException">A loop needs its own results.</exception>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, Func<T, ScanLoop?> loopOf, Func<T, IEnumerable<T>> dependencies)
        where T : class
    {
        var units = new Dictionary<object, List<T>>();
        foreach (var item in items)
        {
            var key = KeyOf(item);
            if (!units.TryGetValue(key, out var unit)) units.Add(key, unit = []);
            unit.Add(item);
        }

        var known = new HashSet<T>(items);
        var (begun, done) = (new HashSet<object>(), new List<T>(items.Count));
        var finished = new HashSet<object>();
        foreach (var item in items) Visit(KeyOf(item));
        return done;

        object KeyOf(T item) => loopOf(item) is { } loop ? loop : item;

        void Visit(object key)
        {
            if (finished.Contains(key)) return;
            if (!begun.Add(key)) throw new CompilerException($"{key} needs its own results.");
            foreach (var item in units[key])
                foreach (var needed in dependencies(item).Where(known.Contains).Select(KeyOf))
                    if (!needed.Equals(key)) Visit(needed);
            done.AddRange(units[key]);
            finished.Add(key);
        }
    }
}
