using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels.Bounds;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.TestKit.Interpretation;

/// <summary>The memory that one call of a program runs in.</summary>
internal sealed class ProgramMemory
{
    /// <summary>The tables of plans, made once: nobody writes to them.</summary>
    private static readonly ConditionalWeakTable<ProgramPlan, ConcurrentDictionary<string, CheckedMemory>> Tables = [];

    /// <summary>The samples that scratch memory is laid out for.</summary>
    public required int Capacity { get; init; }

    /// <summary>The samples of the call.</summary>
    public required int Samples { get; init; }

    public required CheckedMemory Parameters { get; init; }

    /// <summary>Parameters that are kept narrow: what their elements widen to, at the places that count in such elements.</summary>
    public IReadOnlyDictionary<Element, CheckedMemory> NarrowParameters { get; init; } = new Dictionary<Element, CheckedMemory>();

    public required CheckedMemory Gradients { get; init; }

    public required CheckedMemory NewBuffers { get; init; }

    public required CheckedMemory Arena { get; init; }

    /// <summary>Optimizer states, by name.</summary>
    public IReadOnlyDictionary<string, CheckedMemory> States { get; init; } = new Dictionary<string, CheckedMemory>();

    /// <summary>What a stream has seen.</summary>
    public CheckedMemory History { get; init; } = CheckedMemory.Nothing;

    /// <summary>What a stream takes along.</summary>
    public CheckedMemory Carried { get; init; } = CheckedMemory.Nothing;

    /// <summary>What it takes along to the next step.</summary>
    public CheckedMemory NextCarried { get; init; } = CheckedMemory.Nothing;

    /// <summary>What a stream has from before its first step.</summary>
    public CheckedMemory Given { get; init; } = CheckedMemory.Nothing;

    /// <summary>What the caller passes, by the leaf's name.</summary>
    public IReadOnlyDictionary<string, CheckedMemory> External { get; init; } = new Dictionary<string, CheckedMemory>();

    /// <summary>The arena that a plan needs.</summary>
    public static CheckedMemory ArenaOf(ProgramPlan plan, int capacity) =>
        CheckedMemory.Unwritten(plan.ArenaFixed + ((long)plan.ArenaPerSample * capacity));

    /// <summary>What lies at an address, in an iteration of its loop.</summary>
    public CheckedSpan At(Address address, BufferLength length, ProgramPlan plan, int iteration = 0) =>
        new(RegionOf(address, plan), StartOf(address) + ((long)address.PerStep * iteration), length.Floats(Samples, Capacity), length.Room);

    /// <summary>All memory that an address may be in.</summary>
    public CheckedSpan All(Address address, ProgramPlan plan)
    {
        CheckedMemory memory = RegionOf(address, plan);
        return new CheckedSpan(memory, 0, memory.Length, address.Region == Region.External ? 0 : CheckedMemory.Room);
    }

    /// <summary>All of a tensor.</summary>
    public CheckedSpan Of(Node node, ProgramPlan plan)
    {
        (Address address, Layout layout) = plan.StorageOf(node);
        return new CheckedSpan(
            RegionOf(address, plan),
            StartOf(address),
            (long)layout.SampleSize * (address.Region == Region.External ? Samples : Capacity));
    }

    private long StartOf(Address address) => ((long)address.PerSample * Capacity) + address.Fixed;

    private CheckedMemory RegionOf(Address address, ProgramPlan plan) => address.Region switch
    {
        Region.Arena => Arena,
        Region.Parameters when address.Element != Element.F32 => NarrowParameters[address.Element],
        Region.Parameters => Parameters,
        Region.Gradients => Gradients,
        Region.NewBuffers => NewBuffers,
        Region.State => States[address.Name],
        Region.History => History,
        Region.Carried => Carried,
        Region.NextCarried => NextCarried,
        Region.Given => Given,
        Region.External => External[address.Name],
        Region.Tables => Table(address.Name, plan),
        _ => throw new NotSupportedException($"{address.Region} is not memory that is known here."),
    };

    private static CheckedMemory Table(string key, ProgramPlan plan) =>
        Tables.GetValue(plan, _ => new(StringComparer.Ordinal)).GetOrAdd(
            key,
            name => CheckedMemory.Of(Numbers(plan.Graph.Nodes.Select(n => n.Op).OfType<TableOp>().First(t => t.Formula.Name == name))));

    /// <summary>A table with its rows padded to whole vectors.</summary>
    private static float[] Numbers(TableOp table)
    {
        (Shape sizes, double[] elements) = (table.Formula.Sizes, table.Formula.Numbers());
        Layout layout = Layout.Padded(sizes);
        float[] numbers = new float[Layout.RoundUp(layout.SampleSize)];
        int next = 0;
        Compiler.Graph.Tensor.ForEach(
            [.. sizes.Dimensions],
            index =>
                numbers[index.Select((position, axis) => sizes[axis] == 1 ? 0 : position * layout.Strides[axis]).Sum()] = (float)
                    elements[next++]);
        return numbers;
    }
}
