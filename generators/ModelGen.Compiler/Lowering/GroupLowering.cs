using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Kernels.Bounds;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Lowering;

/// <summary>Lowers a kernel group to kernel IR for one target.</summary>
public sealed class GroupLowering
{
    private readonly Dictionary<Address, BufferArgument> _buffers = [];
    private readonly List<Address> _addresses = [];

    private GroupLowering(KernelGroup group, ProgramPlan plan, Target target)
    {
        Group = group;
        Plan = plan;
        Target = target;
    }

    public KernelGroup Group { get; }

    public ProgramPlan Plan { get; }

    public Target Target { get; }

    /// <summary>What lies in the lanes of batched tensors.</summary>
    public Lanes Lanes => Group.Members.First().Lanes;

    public KernelBuilder Builder { get; } = new();

    /// <summary>The kernel and the memory it is called with, in the order of its buffers.</summary>
    /// <param name="group">The group.</param>
    /// <param name="plan">The program that it is of.</param>
    /// <param name="target">The width.</param>
    /// <param name="isForOneSample">Whether threads share it for exactly one sample.</param>
    public static (Kernel Kernel, IReadOnlyList<Address> Addresses) Lower(
        KernelGroup group, ProgramPlan plan, Target target, bool isForOneSample = false)
    {
        // Of one sample, what is in the lanes of one kernel another one uses.
        var isNarrow = !target.IsForOneSample && NarrowLanes.Suffice(group);
        var lowering = new GroupLowering(group, plan, isNarrow ? target.Narrow : target);
        if (group.Anchor is { } anchor) LoweringTable.Write(lowering, anchor);
        else MapLowering.Lower(lowering);
        var kernel = lowering.Builder.Build(KindOf(group), Describe(group)) with { IsNarrow = isNarrow };
        if (isForOneSample) kernel = OneSample.Shared(kernel);
        KernelVerifier.Verify(kernel);
        var lengths = BufferLengths.Of(group, plan);
        KernelBounds.Of(kernel).Verify(lowering._addresses.Select(address => lengths[address]).ToArray());
        return (kernel, lowering._addresses);
    }

    /// <summary>The kernel's parameter for the memory of a node.</summary>
    public BufferArgument BufferOf(Node node)
    {
        var address = Plan.StorageOf(node).Address;
        if (_buffers.TryGetValue(address, out var known)) return known;
        var buffer = Builder.Buffer(address.Element);
        _buffers.Add(address, buffer);
        _addresses.Add(address);
        return buffer;
    }

    /// <summary>Nodes of the group that other kernels or the caller read.</summary>
    public IEnumerable<Node> Stored(IEnumerable<Node> nodes) => nodes.Where(Plan.IsStored);

    /// <summary>The elementwise nodes behind the anchor.</summary>
    public IEnumerable<Node> Epilogue => Group.Members.Where(n => n != Group.Anchor && !Group.Prologue.Contains(n));

    /// <summary>The nodes that elementwise nodes of a set read and other kernels have stored.</summary>
    public IEnumerable<Node> ExternalInputs(IEnumerable<Node> nodes) => nodes.SelectMany(n => n.Inputs).Distinct()
        .Where(i => !Group.Contains(i) && !Fusion.IsFree(i) && !IsOwnValue(i));

    private bool IsOwnValue(Node node) => Memory.IsSameValue(node) && (Group.Contains(node.Inputs[0]) || IsOwnValue(node.Inputs[0]));

    /// <summary>Whether nodes need to know the position along each axis, so that axes may not merge.</summary>
    public bool NeedsPositions(IEnumerable<Node> nodes) => nodes.SelectMany(n => n.Inputs).Any(i => i.Op is PositionOp or RandomOp);

    private static string KindOf(KernelGroup group) => group.Anchor?.Op switch
    {
        null => "Map",
        ContractOp => "Contract",
        ReduceOp { Kind: ReduceKind.Sum } => "Sum",
        ReduceOp => "Max",
        var op => string.Concat(op.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1))),
    };

    private static string Describe(KernelGroup group)
    {
        var steps = group.Members.Select(n => n.Op.ToString());
        var cost = group.Members.Sum(n => n.Op.MultiplyAdds(n));
        var shapes = group.Anchor is { } anchor
            ? $"{string.Join(", ", anchor.Inputs.Select(i => i.Shape))} -> {anchor.Shape}"
            : group.Domain.ToString();
        var text = $"{string.Join("; ", steps)}. {shapes}.";
        var isPerSample = group.Domain.IsBatched || (group.Anchor?.Inputs.Any(i => i.Shape.IsBatched) ?? false);
        return cost == 0 ? text : $"{text} {Literals.Grouped(cost)} multiply-adds{(isPerSample ? " a sample" : "")}.";
    }
}
