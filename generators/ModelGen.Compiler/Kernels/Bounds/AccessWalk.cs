namespace ModelGen.Compiler.Kernels.Bounds;

/// <summary>Visits every access of a kernel with the ranges of the variables around it.</summary>
internal sealed class AccessWalk(Kernel kernel, Action<KernelBounds.Reach> found) : KernelWalk
{
    private readonly VariableRanges _ranges = new();
    private readonly Dictionary<BufferArgument, int> _buffers = kernel
        .Buffers.Select((buffer, i) => (buffer, i))
        .ToDictionary(b => b.buffer, b => b.i);

    protected override int Lanes => kernel.IsNarrow ? VirtualVector.NarrowLanes : VirtualVector.Lanes;

    public static void Over(Kernel kernel, Action<KernelBounds.Reach> found) => new AccessWalk(kernel, found).Body(kernel.Body);

    protected override void When(Statement.When edge) => _ranges.At(edge.Variable, edge.Value, () => Body(edge.Body));

    /// <summary>An index that is read is in its range: the public member that takes indices has checked them.</summary>
    protected override void ReadIndex(Statement.ReadIndex read, Action rest) =>
        _ranges.Within(read.Variable, [_ranges.Of(0)], [_ranges.Of(read.Count - 1)], rest);

    protected override void Loop(Statement.Loop loop)
    {
        if (loop.First is not null || loop.End is not null) Between(loop);
        else if (loop.Extent.PerSample) PerSample(loop);
        else Constant(loop);
    }

    protected override void Access(BufferAccess access)
    {
        var form = _ranges.Of(access.Index);
        var distance = (access.Count - 1) * access.Stride;
        found(new KernelBounds.Reach(
            _buffers[access.Buffer],
            access,
            _ranges.Lows(form with { Constant = form.Constant + new SampleBound(0, 0, Math.Min(0, distance)) }),
            _ranges.Highs(form with { Constant = form.Constant + new SampleBound(0, 0, Math.Max(0, distance)) })));
    }

    /// <summary>A loop whose ends depend on loops around it.</summary>
    private void Between(Statement.Loop loop)
    {
        LinearForm[] lows = loop.First is { } first ? [_ranges.Of(0), _ranges.Of(first)] : [_ranges.Of(0)];
        var last = _ranges.Of(loop.Extent.Count - 1);
        LinearForm[] highs = loop.End is { } end ? [last, _ranges.Of(end + -1)] : [last];
        _ranges.Within(loop.Variable, lows, highs, () => Body(loop.Segments[0].Body));
    }

    private void Constant(Statement.Loop loop)
    {
        var start = 0;
        for (var i = 0; i < loop.Segments.Count; i++)
        {
            var segment = loop.Segments[i];
            var isLast = i == loop.Segments.Count - 1;
            var iterations = (loop.Extent.Count - start + (isLast ? segment.Step - 1 : 0)) / segment.Step;
            if (iterations == 0)
                continue;
            _ranges.Within(
                loop.Variable,
                [_ranges.Of(start)],
                [_ranges.Of(start + ((iterations - 1) * segment.Step))],
                () => Body(segment.Body));
            start += iterations * segment.Step;
        }
    }

    /// <summary>A loop over samples, or those of one thread: they begin at a multiple of sixteen.</summary>
    private void PerSample(Statement.Loop loop)
    {
        var (count, step) = (loop.Extent.Count, 0);
        for (var i = 0; i < loop.Segments.Count; i++)
        {
            var segment = loop.Segments[i];
            // All steps so far are multiples of this one, and so is the variable.
            step = Division.GreatestCommonDivisor(step, segment.Step);
            var isLast = i == loop.Segments.Count - 1;
            var highs = new List<LinearForm> { _ranges.Of(new SampleBound(count, 0, -(isLast ? 1 : segment.Step))) };
            if (count % step == 0) highs.Add(_ranges.Of(new SampleBound(count, 0, -step)));
            else if (Division.Granule * count % step == 0) highs.Add(_ranges.Of(new SampleBound(0, count, -step)));
            _ranges.Within(loop.Variable, [_ranges.Of(0)], [.. highs], () => Body(segment.Body));
        }
    }
}
