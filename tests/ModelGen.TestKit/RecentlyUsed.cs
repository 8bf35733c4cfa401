namespace ModelGen.TestKit;

/// <summary>What was made for the keys that were asked for last. What has been forgotten is made again.</summary>
/// <remarks>
/// A host that keeps what it has made for every model spends more time in the garbage collector, which looks through all of it again and
/// again, than it saves.
/// </remarks>
/// <param name="capacity">How many are kept.</param>
/// <param name="make">Makes the value of a key; several threads that ask for one key wait for one of them.</param>
public sealed class RecentlyUsed<TKey, TValue>(int capacity, Func<TKey, TValue> make)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, Lazy<TValue> Value)>> _known = [];
    private readonly LinkedList<(TKey Key, Lazy<TValue> Value)> _order = [];
    private readonly Lock _lock = new();

    public TValue Of(TKey key)
    {
        Lazy<TValue> value;
        lock (_lock)
        {
            if (_known.TryGetValue(key, out LinkedListNode<(TKey Key, Lazy<TValue> Value)>? node))
            {
                _order.Remove(node);
            }
            else
            {
                node = new((key, new Lazy<TValue>(() => make(key))));
                _known.Add(key, node);
            }

            _order.AddLast(node);
            if (_order.Count > capacity)
            {
                _known.Remove(_order.First!.Value.Key);
                _order.RemoveFirst();
            }

            value = node.Value.Value;
        }

        return value.Value;
    }
}
