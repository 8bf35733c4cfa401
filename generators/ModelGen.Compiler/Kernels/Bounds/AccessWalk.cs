namespace ModelGen.Compiler.Kernels.Bounds;

/// <summary>Visits every access of a kernel with the ranges of the variables around it.</summary>
internal sealed class AccessWalk(Kernel kernel, Action<KernelBounds.Reach> found)
{
    private readonly VariableRanges _ranges = new();
    private readonly Dictionary<BufferArgument, int> _buffers = kernel
        .Buffers.Select((buffer, i) => (buffer, i))
        .ToDictionary(b => b.buffer, b => b.i);

    private int Lanes => kernel.IsNarrow ? VirtualVector.NarrowLanes : VirtualVector.Lanes;

    public void Walk() => Walk(kernel.Body, 0);

    /// <param name="statements">What runs.</param>
    /// <param name="next">The statement to begin with: a variable that one declares is known to those behind it.</param>
    private void Walk(IReadOnlyList<Statement> statements, int next)
    {
        for (; next < statements.Count; next++)
        {
            switch (statements[next])
            {
                case Statement.Let let:
                    Walk(let.Value);
                    break;
                case Statement.Assign assign:
                    Walk(assign.Value);
                    break;
                case Statement.Store store:
                    Walk(store.Value);
                    Access(false, store.Buffer, store.Index, Lanes);
                    break;
                case Statement.StoreFirst store:
                    Walk(store.Value);
                    Access(false, store.Buffer, store.Index, 1);
                    break;
                case Statement.When edge:
                    _ranges.At(edge.Variable, edge.Value, () => Walk(edge.Body, 0));
                    break;
                case Statement.ReadIndex read:
                    // Whoever passes indices has had them checked.
                    Access(true, read.Buffer, read.At, 1);
                    var rest = next + 1;
                    _ranges.Within(read.Variable, [_ranges.Of(0)], [_ranges.Of(read.Count - 1)], () => Walk(statements, rest));
                    return;
                case Statement.Loop { First: null, End: null, Extent.PerSample: false } loop:
                    Constant(loop);
                    break;
                case Statement.Loop { First: null, End: null } loop:
                    PerSample(loop);
                    break;
                case Statement.Loop loop:
                    Between(loop);
                    break;
                default:
                    throw new CompilerException($"{statements[next].GetType().Name} is unknown.");
            }
        }
    }

    /// <summary>A loop whose ends depend on loops around it.</summary>
    private void Between(Statement.Loop loop)
    {
        LinearForm[] lows = loop.First is { } first ? [_ranges.Of(0), _ranges.Of(first)] : [_ranges.Of(0)];
        var last = _ranges.Of(loop.Extent.Count - 1);
        LinearForm[] highs = loop.End is { } end ? [last, _ranges.Of(end + -1)] : [last];
        _ranges.Within(loop.Variable, lows, highs, () => Walk(loop.Segments[0].Body, 0));
    }

    private void Constant(Statement.Loop loop)
    {
        var start = 0;
        for (var i = 0; i < loop.Segments.Count; i++)
        {
            var segment = loop.Segments[i];
            var isLast = i == loop.Segments.Count - 1;
            var turns = (loop.Extent.Count - start + (isLast ? segment.Step - 1 : 0)) / segment.Step;
            if (turns == 0)
                continue;
            _ranges.Within(
                loop.Variable,
                [_ranges.Of(start)],
                [_ranges.Of(start + ((turns - 1) * segment.Step))],
                () => Walk(segment.Body, 0));
            start += turns * segment.Step;
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
            step = GreatestCommonDivisor(step, segment.Step);
            var isLast = i == loop.Segments.Count - 1;
            var highs = new List<LinearForm> { _ranges.Of(new SampleBound(count, 0, -(isLast ? 1 : segment.Step))) };
            if (count % step == 0) highs.Add(_ranges.Of(new SampleBound(count, 0, -step)));
            else if (Division.Granule * count % step == 0) highs.Add(_ranges.Of(new SampleBound(0, count, -step)));
            _ranges.Within(loop.Variable, [_ranges.Of(0)], [.. highs], () => Walk(segment.Body, 0));
        }
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);

    private void Walk(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorExpression.Load load:
                Access(true, load.Buffer, load.Index, Lanes);
                break;
            case VectorExpression.Gather gather:
                Access(true, gather.Buffer, gather.Index, Lanes, gather.Stride);
                break;
            case VectorExpression.Broadcast broadcast:
                Access(true, broadcast.Buffer, broadcast.Index, 1);
                break;
            case VectorExpression.Call call:
                foreach (var argument in call.Arguments) Walk(argument);
                break;
            case VectorExpression.Mask mask:
                Walk(mask.Value);
                break;
            case VectorExpression.CombineLanes combine:
                Walk(combine.Value);
                break;
        }
    }

    private void Access(bool isRead, BufferArgument buffer, Affine index, int count, int stride = 1)
    {
        var form = _ranges.Of(index);
        var (before, behind) = ((long)Math.Min(0, (count - 1) * stride), (long)Math.Max(0, (count - 1) * stride));
        found(new KernelBounds.Reach(
            _buffers[buffer],
            new MemoryReference(isRead, buffer, index, count, stride),
            _ranges.Lows(form with { Constant = form.Constant + new SampleBound(0, 0, before) }),
            _ranges.Highs(form with { Constant = form.Constant + new SampleBound(0, 0, behind) })));
    }
}
