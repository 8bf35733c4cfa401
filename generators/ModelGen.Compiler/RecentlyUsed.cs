namespace ModelGen.Compiler;

/// <summary>Values made from keys, of which the most recently used are kept. Any thread may ask.</summary>
/// <param name="capacity">How many are kept.</param>
/// <param name="make">Makes a value. It must be quick, since others wait meanwhile.</param>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity, Func<TKey, TValue> make)
    where TKey : IEquatable<TKey>
{
    /// <summary>The most recently used first. So few that looking through them costs less than a key's hash code.</summary>
    private readonly List<(TKey Key, TValue Value)> _entries = [];

    public TValue this[TKey key]
    {
        get
        {
            lock (_entries)
            {
                var index = _entries.FindIndex(entry => entry.Key.Equals(key));
                var entry = index >= 0 ? _entries[index] : (key, make(key));
                if (index >= 0) _entries.RemoveAt(index);
                else if (_entries.Count == capacity) _entries.RemoveAt(capacity - 1);
                _entries.Insert(0, entry);
                return entry.Item2;
            }
        }
    }
}
