using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Schedule;

/// <summary>A range of memory that a step of a program reads or writes.</summary>
/// <param name="Address">Where it starts.</param>
/// <param name="Size">Floats of a sample, or of the whole range if there is no batch.</param>
/// <param name="IsBatched">Whether there is one for each sample.</param>
/// <param name="IsWrite">Whether it is written.</param>
public sealed record MemoryAccess(Address Address, int Size, bool IsBatched, bool IsWrite)
{
    /// <summary>The memory of callers. Any two such accesses may overlap.</summary>
    public static MemoryAccess External(bool isWrite) => new(new Address(Region.External, "", 0, 0), 0, true, isWrite);

    /// <summary>What a kernel reads and writes.</summary>
    public static IReadOnlyList<MemoryAccess> Of(KernelGroup group, ProgramPlan plan) =>
    [
        .. group.Reads.Select(node => To(node, plan, isWrite: false)).Distinct(),
        .. group.Members.Where(plan.IsStored).Select(node => To(node, plan, isWrite: true)).Distinct(),
    ];

    /// <summary>The access to all elements of a node: to the whole memory that they are in, elements of other nodes included.</summary>
    public static MemoryAccess To(Node node, ProgramPlan plan, bool isWrite)
    {
        var (root, (address, layout)) = plan.MemoryOf(node);
        if (address.Region == Region.External) return External(isWrite);
        var isBatched = root.Shape.IsBatched;
        return new MemoryAccess(address, isBatched ? layout.SampleSize : Layout.RoundUp(layout.SampleSize), isBatched, isWrite);
    }

    /// <summary>Whether a tensor that starts at an address lies in this memory.</summary>
    public bool Holds(Address address) => address with { Fixed = Address.Fixed, PerStep = 0 } == Address
        && address.Fixed >= Address.Fixed && address.Fixed <= Address.Fixed + (IsBatched ? Layout.Lanes * Size : Size - 1);

    /// <summary>Whether they share a float, however many samples there are.</summary>
    public bool Overlaps(MemoryAccess other)
    {
        if (Address.Region != other.Address.Region) return false;
        return Address.Region switch
        {
            Region.External => true,
            Region.Tables => Address.Name == other.Address.Name,
            Region.State when Address.Name != other.Address.Name => false,
            _ => IsBatched == other.IsBatched && Start < other.Start + other.Size && other.Start < Start + Size,
        };
    }

    /// <summary>Whether each sample has the same range in both, which no other sample has.</summary>
    public bool IsSampleBySample(MemoryAccess other) => Address.Region == Region.Arena && IsBatched && other.IsBatched
        && Address == other.Address && Size == other.Size;

    // In the arena, batched tensors start at multiples of the capacity, behind all others.
    private int Start => IsBatched && Address.Region == Region.Arena ? Address.PerSample : Address.Fixed;
}
