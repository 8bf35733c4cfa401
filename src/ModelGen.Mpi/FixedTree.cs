namespace ModelGen.Mpi;

/// <summary>
/// Adds up vectors, one for each group of samples, along one binary tree over the groups: node k of level l covers the groups from k · 2ˡ
/// on, and is the sum of two nodes of the level below, or the one that there is. So the bits depend on the number of groups only, and
/// neither on the ranks nor on who adds.
/// </summary>
/// <remarks>
/// A rank adds up whole nodes of its own groups. Each rank then gets its slice of all those nodes, completes the tree there, and gives the
/// result to the others.
/// </remarks>
internal sealed class FixedTree(DataParallel parallel)
{
    private readonly List<(Node Node, float[] Sum)> _own = [];
    private readonly Stack<float[]> _free = [];
    private float[] _leaf = [], _sent = [], _received = [], _slice = [];
    private int _length;

    private readonly record struct Node(int Level, int Index)
    {
        public bool IsRight => Index % 2 == 1;

        public Node Sibling => new(Level, Index ^ 1);

        public Node Parent => new(Level + 1, Index / 2);
    }

    /// <summary>Begins a sum of vectors of a length.</summary>
    public void Begin(int length)
    {
        foreach ((_, float[] sum) in _own)
            _free.Push(sum);
        _own.Clear();
        if (length != _length) _free.Clear();
        _length = length;
    }

    /// <summary>Room for the vector of the next group.</summary>
    public Span<float> Leaf()
    {
        _leaf = _free.Count > 0 ? _free.Pop() : new float[_length];
        return _leaf;
    }

    /// <summary>Takes what was written there.</summary>
    /// <param name="group">Which group it is; they come in order.</param>
    public void Add(int group)
    {
        (Node node, float[] sum) = (new Node(0, group), _leaf);
        while (node.IsRight && _own.Count > 0 && _own[^1].Node == node.Sibling)
        {
            float[] left = _own[^1].Sum;
            _own.RemoveAt(_own.Count - 1);
            Vectors.Add(left, sum);
            _free.Push(sum);
            (node, sum) = (node.Parent, left);
        }

        _own.Add((node, sum));
    }

    /// <summary>Completes the tree.</summary>
    /// <param name="total">The samples of the whole batch.</param>
    /// <param name="sums">Receives the sum.</param>
    public void Finish(int total, Span<float> sums)
    {
        Communicator world = parallel.World;
        int groups = parallel.GroupCount(total), size = world.Size;
        List<Node>[] nodes = [.. Enumerable.Range(0, size).Select(rank => NodesOf(parallel.Groups(total, rank)))];
        (int first, int length) = Slice(world.Rank);

        // To each rank its slice of all nodes that this one has.
        int[] sentLengths = new int[size], receivedLengths = new int[size];
        for (int rank = 0; rank < size; rank++)
        {
            sentLengths[rank] = checked(_own.Count * Slice(rank).Length);
            receivedLengths[rank] = checked(nodes[rank].Count * length);
        }

        Span<float> sent = Room(ref _sent, sentLengths), received = Room(ref _received, receivedLengths);
        int position = 0;
        for (int rank = 0; rank < size; rank++)
        {
            (int start, int count) = Slice(rank);
            foreach ((_, float[] sum) in _own)
            {
                sum.AsSpan(start, count).CopyTo(sent[position..]);
                position += count;
            }
        }

        world.Exchange(sent, sentLengths, received, receivedLengths);
        Dictionary<Node, int> places = [];
        foreach (Node node in nodes.SelectMany(each => each))
            places.Add(node, places.Count * length);
        int levels = 0;
        while ((1L << levels) < groups)
            levels++;
        if (_slice.Length < length) _slice = new float[length];
        int root = Complete(new Node(levels, 0), places, groups, length);
        _received.AsSpan(root, length).CopyTo(_slice);
        int[] bytes = [.. Enumerable.Range(0, size).Select(rank => Slice(rank).Length * sizeof(float))];
        world.Gather(
            System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(_slice.AsSpan(0, length)),
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(sums),
            bytes);

        (int First, int Length) Slice(int rank)
        {
            int start = (int)((long)_length * rank / size), end = (int)((long)_length * (rank + 1) / size);
            return (start, end - start);
        }
    }

    // Adds the right half to the left one, where that lies. Returns where the sum is.
    private int Complete(Node node, Dictionary<Node, int> places, int groups, int length)
    {
        if (places.TryGetValue(node, out int place))
            return place;
        Node left = new(node.Level - 1, node.Index * 2), right = left.Sibling;
        place = Complete(left, places, groups, length);
        if (((long)right.Index << right.Level) < groups)
        {
            int other = Complete(right, places, groups, length);
            Vectors.Add(_received.AsSpan(place, length), _received.AsSpan(other, length));
        }

        return place;
    }

    /// <summary>The nodes that a rank makes of its groups.</summary>
    private static List<Node> NodesOf((int Begin, int End) groups)
    {
        List<Node> nodes = [];
        for (int group = groups.Begin; group < groups.End; group++)
        {
            Node node = new(0, group);
            while (node.IsRight && nodes.Count > 0 && nodes[^1] == node.Sibling)
            {
                nodes.RemoveAt(nodes.Count - 1);
                node = node.Parent;
            }

            nodes.Add(node);
        }

        return nodes;
    }

    private static Span<float> Room(ref float[] array, int[] lengths)
    {
        int length = lengths.Sum();
        if (array.Length < length) array = new float[length];
        return array.AsSpan(0, length);
    }
}
