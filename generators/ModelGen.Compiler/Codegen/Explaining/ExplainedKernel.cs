using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Explaining;

/// <summary>A call of a kernel with its expected cost.</summary>
/// <param name="group">What it computes.</param>
/// <param name="plan">The program it belongs to.</param>
/// <param name="calls">The call for each width of <see cref="Target.All"/>.</param>
/// <param name="samples">The number of samples that estimates are for.</param>
internal sealed class ExplainedKernel(KernelGroup group, ProgramPlan plan, IReadOnlyList<KernelCall> calls, int samples)
{
    private readonly KernelWork[] _work = Target
        .All.Select(
            (target, i) => KernelWork.Of(calls[i].Kernel, samples, (calls[i].Kernel.IsNarrow ? target.Narrow : target).Parts, OperationsOf))
        .ToArray();

    /// <summary>The method's name, with the widest vectors.</summary>
    public string Name => calls[0].Method;

    /// <summary>The layer, or an empty text.</summary>
    public string Layer => group.Members.Select(m => m.Label).FirstOrDefault(l => l is not null) ?? "";

    /// <summary>How threads share it: by samples, by iterations of its first loop, or not at all.</summary>
    public string Threads => calls[0].Kernel.Division switch
    {
        Division.Samples => "samples",
        Division.Iterations loop => $"{Literals.Grouped((loop.Extent + loop.Step - 1) / loop.Step)} iterations",
        _ => "one",
    };

    /// <summary>The operations in order.</summary>
    public string Operations => string.Join("; ", group.Members.Select(m => m.Op.ToString()));

    /// <summary>Whether it only copies.</summary>
    public bool IsCopy => group.IsCopy;

    public IReadOnlyList<TensorTraffic> Tensors { get; } = TensorTraffic.Of(group, plan);

    /// <summary>Floating-point operations that the shapes ask for: of each sample, and apart from samples.</summary>
    public (long PerSample, long Fixed) Flop { get; } = FlopOf(group);

    /// <summary>The same for all samples.</summary>
    public long TotalFlop => Flop.Fixed + (Flop.PerSample * samples);

    /// <summary>Bytes read or written: of each sample, and apart from samples.</summary>
    public (long PerSample, long Fixed) Bytes(bool written)
    {
        var some = Tensors.Where(o => o.IsWritten == written).ToArray();
        return (some.Where(o => o.IsPerSample).Sum(o => o.Bytes), some.Where(o => !o.IsPerSample).Sum(o => o.Bytes));
    }

    /// <summary>All bytes read and written.</summary>
    public long TotalBytes => Tensors.Sum(o => o.BytesFor(samples));

    /// <summary>The tiles at a width; the one with most multiply-adds is first.</summary>
    public IReadOnlyList<InnerTile> Tiles(int width) => _work[width].Tiles;

    /// <summary>The estimate for a width.</summary>
    public Estimate Estimate(int width)
    {
        var work = _work[width];
        var waiting = work.Tiles.Sum(t => t.Products * Math.Max(0, ((double)Costs.Estimate.BusyAccumulators / t.Accumulators) - 1));
        return Costs.Estimate.Of(
            new Demand(TotalFlop, work.Operations, waiting, work.Loads, work.Stores, Traffic(width)),
            Target.All[width]);
    }

    /// <summary>
    /// Each tensor is read once from the level that holds all operands of the kernel. When it is read again, it comes from the level
    /// that holds the tensor alone.
    /// </summary>
    private List<(CacheLevel, long)> Traffic(int width)
    {
        var all = CacheLevel.Of(TotalBytes);
        var traffic = new List<(CacheLevel, long)>();
        foreach (var tensor in Tensors)
        {
            var once = tensor.BytesFor(samples);
            if (all != CacheLevel.L1) traffic.Add((all, once));
            var own = CacheLevel.Of(once);
            if (tensor.IsWritten || own == CacheLevel.L1) continue;
            var address = calls[width].Addresses.ToList().IndexOf(tensor.Storage.Address);
            if (address < 0) continue;
            var again = _work[width].BytesRead(calls[width].Kernel.Buffers[address]) - once;
            if (again > 0) traffic.Add((own, again));
        }

        return traffic;
    }

    private static (long PerSample, long Fixed) FlopOf(KernelGroup group)
    {
        long perSample = 0, constant = 0;
        foreach (var node in group.Members)
        {
            var visited = node.Op is ReduceOp ? node.Inputs[0].Shape : node.Shape;
            var flop = node.Op switch
            {
                ContractOp => 2 * node.Op.MultiplyAdds(node),
                ReduceOp => visited.SampleElements,
                MapOp map when map.Function == ScalarFunction.MultiplyAdd => 2L * visited.SampleElements,
                PairOp => (long)Instructions.Pair * visited.SampleElements,
                MapOp map => (long)Instructions.Of(map.Function) * visited.SampleElements,
                _ => 0,
            };
            flop *= group.Loop?.Length ?? 1;
            if (visited.IsBatched || (node.Op is ContractOp && node.Inputs.Any(i => i.Shape.IsBatched))) perSample += flop;
            else constant += flop;
        }

        return (perSample, constant);
    }

    /// <summary>The instructions of one expression; an estimate for elementary functions.</summary>
    private static int OperationsOf(VectorExpression expression) => expression switch
    {
        VectorExpression.Call call when call.Function == ScalarFunction.Relu
            || call.Function == ScalarFunction.IfLess || call.Function == ScalarFunction.IfEqual => 2,
        VectorExpression.Call call when call.Function == ScalarFunction.Max => 3,
        VectorExpression.Call call => Instructions.Of(call.Function),
        VectorExpression.Random => Instructions.Random,
        VectorExpression.CombineLanes => 8,
        VectorExpression.Pair => Instructions.Pair,
        VectorExpression.MultiplyAddPairs => 2,
        VectorExpression.Mask or VectorExpression.Position or VectorExpression.FromIntegers => 1,
        _ => 0,
    };
}
