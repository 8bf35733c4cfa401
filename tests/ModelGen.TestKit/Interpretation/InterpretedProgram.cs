using System.Collections.Concurrent;
using ModelGen.Compiler.Codegen.Programs;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Kernels.Bounds;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.TestKit.Interpretation;

/// <summary>The kernels of a model for one target, each made once.</summary>
internal sealed class KernelCache(Target target)
{
    private readonly Dictionary<string, (KernelInterpreter Kernel, int[] Order)> _known = new(StringComparer.Ordinal);

    /// <summary>The kernel of a group, and the addresses that it is called with.</summary>
    public (KernelInterpreter Kernel, IReadOnlyList<Address> Addresses) Of(KernelGroup group, ModelProgram program)
    {
        GroupSignature signature = program.Signatures[group.Index];
        bool isForOneSample = program.Kind.IsForOneSample;
        string key = isForOneSample + signature.Text;
        if (!_known.TryGetValue(key, out (KernelInterpreter Kernel, int[] Order) known))
        {
            (Kernel kernel, IReadOnlyList<Address> addresses) = GroupLowering.Lower(group, program.Plan, target, isForOneSample);
            known = (new KernelInterpreter(kernel), [.. addresses.Select(address => signature.Addresses.ToList().IndexOf(address))]);
            _known.Add(key, known);
        }

        return (known.Kernel, [.. known.Order.Select(i => signature.Addresses[i])]);
    }
}

/// <summary>What a caller passes and takes: one array for each port, by the name of the leaf or output.</summary>
/// <param name="Read">The numbers of an input, target or gradient; labels as floats.</param>
/// <param name="Written">Where a result goes, or null if it is not wanted.</param>
internal sealed record Ports(Func<string, float[]> Read, Func<string, float[]?> Written);

/// <summary>A program of a model, run step by step on checked memory.</summary>
internal sealed class InterpretedProgram
{
    private readonly ModelProgram _program;
    private readonly Dictionary<KernelGroup, (KernelInterpreter Kernel, (Address Address, BufferLength Length)[] Buffers)> _kernels = [];

    /// <summary>What threads share of each group, made when it first runs.</summary>
    private readonly ConcurrentDictionary<KernelGroup, SharedStep> _shared = [];

    public InterpretedProgram(ModelProgram program, KernelCache kernels)
    {
        _program = program;
        foreach (KernelGroup group in program.Plan.Groups)
        {
            (KernelInterpreter kernel, IReadOnlyList<Address> addresses) = kernels.Of(group, program);
            IReadOnlyDictionary<Address, BufferLength> lengths = BufferLengths.Of(group, program.Plan);
            _kernels.Add(group, (kernel, [.. addresses.Select(address => (address, lengths[address]))]));
        }
    }

    public ProgramPlan Plan => _program.Plan;

    /// <summary>The kernels of its groups, with the lengths of their buffers.</summary>
    public IEnumerable<(Kernel Kernel, IReadOnlyList<BufferLength> Lengths)> Kernels => Plan.Groups.Select(group =>
    {
        (KernelInterpreter kernel, (Address Address, BufferLength Length)[] buffers) = _kernels[group];
        return (kernel.Kernel, (IReadOnlyList<BufferLength>)[.. buffers.Select(buffer => buffer.Length)]);
    });

    /// <summary>
    /// Runs the program, or a phase of it, on some threads: between two barriers they run one after the other, in any order.
    /// </summary>
    /// <param name="memory">Where.</param>
    /// <param name="ports">What the caller passes.</param>
    /// <param name="values">What kernels are called with besides buffers.</param>
    /// <param name="phase">The phase, or null for all.</param>
    /// <param name="threads">How many threads share it, if it is one that threads share.</param>
    /// <param name="order">Draws their order.</param>
    public void Run(ProgramMemory memory, Ports ports, KernelCallValues values, Phase? phase = null, int threads = 1, Random? order = null)
    {
        int piece = Division.PieceOf(_program.HasSamplesInLanes, _kernels.Values.Select(kernel => kernel.Kernel.Kernel));
        Step[] steps = [.. Steps(memory, ports, values with { Piece = piece }, phase)];
        IReadOnlyList<bool> barriers = Barriers.Before([.. steps.Select(step => step.Shared)]);
        (int Step, int Iteration)[] runs = [.. Iterations([.. steps.Select(step => step.Shared.Loop)])];
        int[] parts = [.. Enumerable.Range(0, threads)];
        for (int start = 0, end; start < runs.Length; start = end)
        {
            end = start + 1;
            while (end < runs.Length && !barriers[runs[end].Step]) end++;
            if (threads > 1) order?.Shuffle(parts);
            foreach (int part in parts)
                for (int i = start; i < end; i++) steps[runs[i].Step].Run(part, threads, runs[i].Iteration);
        }
    }

    /// <summary>The steps as they run: those of a loop together, as often as the loop says.</summary>
    private static IEnumerable<(int Step, int Iteration)> Iterations(ScanLoop?[] loops)
    {
        for (int start = 0, end; start < loops.Length; start = end)
        {
            ScanLoop? loop = loops[start];
            for (end = start + 1; loop is not null && end < loops.Length && loops[end] == loop;) end++;
            for (int iteration = 0; iteration < (loop?.Length ?? 1); iteration++)
                for (int step = start; step < end; step++) yield return (step, iteration);
        }
    }

    private IEnumerable<Step> Steps(ProgramMemory memory, Ports ports, KernelCallValues values, Phase? phase)
    {
        foreach (Node leaf in Plan.Staged)
        {
            LeafOp op = (LeafOp)leaf.Op;
            if (phase is null || (phase == Phase.Backward) == (op.Kind == LeafKind.OutputGradient))
            {
                float[] source = ports.Read(op.LeafName);
                Layout layout = Plan.StorageOf(leaf).Layout;
                yield return BySamples(
                    [MemoryAccess.External(isWrite: false), MemoryAccess.To(leaf, Plan, isWrite: true)],
                    (first, last) => PortCopies.In(memory.Of(leaf, Plan), leaf, layout, i => source[i], first, last));
            }
        }

        HashSet<Node> cleared = [];
        foreach (KernelGroup group in Plan.KernelsOf(phase))
        {
            foreach (Node operand in group.Anchor is { } anchor ? ContractPlan.WholeBlocks(anchor).Where(cleared.Add) : [])
            {
                (Node whole, (_, Layout layout)) = Plan.MemoryOf(operand);
                yield return BySamples(
                    [MemoryAccess.To(operand, Plan, isWrite: true)],
                    (_, last) => PortCopies.ClearRest(memory.Of(whole, Plan), layout.SampleSize, last, values.Samples),
                    group.Loop);
            }

            (KernelInterpreter kernel, (Address Address, BufferLength Length)[] buffers) = _kernels[group];
            yield return new Step(
                _shared.GetOrAdd(group, _ => new SharedStep(kernel.Kernel.Division, MemoryAccess.Of(group, Plan)) { Loop = group.Loop }),
                (part, parts, iteration) =>
                    kernel.Run(
                        [.. buffers.Select(b => memory.At(b.Address, b.Length, Plan, iteration))],
                        group.Loop is { } loop && kernel.Kernel.Scalars.Contains(TimeOp.Parameter) ? values.At(loop.At(iteration)) : values,
                        part,
                        parts));
        }

        foreach (GraphOutput output in Plan.Graph.Outputs)
        {
            if (
                !IsPort(output, out bool isBackward)
                || (phase is not null && isBackward != (phase == Phase.Backward))
                || ports.Written(output.ToString()) is not { } target)
                continue;
            Layout layout = Plan.StorageOf(output.Node).Layout;
            MemoryAccess read = MemoryAccess.To(output.Node, Plan, isWrite: false);
            yield return BySamples(
                output.Role == OutputRole.Loss ? [read] : [read, MemoryAccess.External(isWrite: true)],
                (first, last) => PortCopies.Out(memory.Of(output.Node, Plan), output.Node, layout, target, first, last, output.Name));
        }

        Step BySamples(IReadOnlyList<MemoryAccess> accesses, Action<long, long> run, ScanLoop? loop = null) =>
            new(
                new SharedStep(new Division.Samples(), accesses) { Loop = loop },
                (part, parts, _) =>
                {
                    (long first, long last) = Share.Of(values.Samples, values.Piece, part, parts);
                    run(first, last);
                });
    }

    /// <summary>Whether the caller takes the output.</summary>
    private static bool IsPort(GraphOutput output, out bool isBackward)
    {
        isBackward = output.Role == OutputRole.InputGradient;
        return isBackward || output.Role is OutputRole.Loss or OutputRole.Output or OutputRole.FinalState;
    }

    /// <summary>A kernel or copy as threads share it.</summary>
    private sealed record Step(SharedStep Shared, Action<int, int, int> Run);
}
