namespace ModelGen.Runtime;

/// <summary>What is done to each run of neighbours in memory.</summary>
internal interface IRunAction
{
    void Do(Span<float> run);
}

/// <summary>
/// The elements of a strided tensor as they lie in memory: runs of neighbours inside nested loops, whose strides descend. For what is
/// done to all elements alike, so that the standard order, which may jump from row to row, need not be kept.
/// </summary>
internal sealed class MemoryRuns
{
    private readonly int _offset;
    private readonly int _length = 1;
    private readonly (int Count, int Stride)[] _loops;

    private MemoryRuns(int offset, IEnumerable<(int Count, int Stride)> axes)
    {
        // Loops that follow each other without a gap are one, and the innermost is the run if its elements are neighbours.
        List<(int Count, int Stride)> loops = [];
        foreach ((int count, int stride) in axes.Where(axis => axis.Count != 1).OrderByDescending(axis => axis.Stride))
        {
            if (loops.Count > 0 && loops[^1].Stride == (long)count * stride)
                loops[^1] = (loops[^1].Count * count, stride);
            else
                loops.Add((count, stride));
        }

        _offset = offset;
        if (loops is [.., { Stride: 1 }])
        {
            _length = loops[^1].Count;
            loops.RemoveAt(loops.Count - 1);
        }

        _loops = [.. loops];
    }

    /// <summary>The runs of a tensor; those of a last panel that is not full come behind the others.</summary>
    public static MemoryRuns[] Of(int[] shape, int offset, int[] strides, int panelAxis)
    {
        const int Width = TensorShape.PanelWidth;
        if (panelAxis < 0)
            return [new MemoryRuns(offset, shape.Zip(strides))];
        (int panels, int rest) = Math.DivRem(shape[panelAxis], Width);
        int distance = Width * strides[panelAxis];
        (int, int)[] others = [.. shape.Zip(strides).Where((_, axis) => axis != panelAxis)];
        MemoryRuns whole = new(offset, [.. others, (panels, distance), (Width, 1)]);
        return rest == 0 ? [whole] : [whole, new MemoryRuns(offset + (panels * distance), [.. others, (rest, 1)])];
    }

    /// <summary>Visits all elements, in the order of memory.</summary>
    public void ForEach<TAction>(Span<float> memory, ref TAction action)
        where TAction : struct, IRunAction, allows ref struct => ForEach(0, memory, _offset, ref action);

    private void ForEach<TAction>(int level, Span<float> memory, int offset, ref TAction action)
        where TAction : struct, IRunAction, allows ref struct
    {
        if (level == _loops.Length)
        {
            action.Do(memory.Slice(offset, _length));
            return;
        }

        (int count, int stride) = _loops[level];
        for (int i = 0; i < count; i++)
            ForEach(level + 1, memory, offset + (i * stride), ref action);
    }
}
