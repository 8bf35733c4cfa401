using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Schedule;

/// <summary>A tensor in memory that a step of a program reads or writes.</summary>
/// <param name="Place">Where it starts.</param>
/// <param name="Size">Floats of a sample, or of the whole if it has no batch.</param>
/// <param name="IsBatched">Whether there is one for each sample.</param>
/// <param name="IsWrite">Whether it is written.</param>
public sealed record MemoryAccess(Place Place, int Size, bool IsBatched, bool IsWrite)
{
    /// <summary>The memory of callers, of which we do not know what lies where.</summary>
    public static MemoryAccess External(bool isWrite) => new(new Place(Region.External, "", 0, 0), 0, true, isWrite);

    /// <summary>What a kernel reads and writes.</summary>
    public static IReadOnlyList<MemoryAccess> Of(KernelGroup group, ProgramPlan plan) =>
    [
        .. group.Reads.Select(node => To(node, plan, isWrite: false)).Distinct(),
        .. group.Members.Where(plan.IsStored).Select(node => To(node, plan, isWrite: true)).Distinct(),
    ];

    /// <summary>The access to all elements of a node: to the whole memory in which they lie, others' between them included.</summary>
    public static MemoryAccess To(Node node, ProgramPlan plan, bool isWrite)
    {
        var (root, (place, layout)) = plan.MemoryOf(node);
        if (place.Region == Region.External) return External(isWrite);
        var isBatched = root.Shape.IsBatched;
        return new MemoryAccess(place, isBatched ? layout.SampleSize : Layout.RoundUp(layout.SampleSize), isBatched, isWrite);
    }

    /// <summary>Whether a tensor that starts at a place lies in this memory.</summary>
    public bool Holds(Place place) => place with { Fixed = Place.Fixed } == Place
        && place.Fixed >= Place.Fixed && place.Fixed <= Place.Fixed + (IsBatched ? Layout.Lanes * Size : Size - 1);

    /// <summary>Whether they share a float, however many samples there are.</summary>
    public bool Overlaps(MemoryAccess other)
    {
        if (Place.Region != other.Place.Region) return false;
        return Place.Region switch
        {
            Region.External => true,
            Region.Tables => Place.Name == other.Place.Name,
            Region.State when Place.Name != other.Place.Name => false,
            _ => IsBatched == other.IsBatched && Start < other.Start + other.Size && other.Start < Start + Size,
        };
    }

    /// <summary>Whether a sample's elements are the same memory in both, and no other sample's.</summary>
    public bool IsSampleBySample(MemoryAccess other) => Place.Region == Region.Arena && IsBatched && other.IsBatched
        && Place == other.Place && Size == other.Size;

    // In the arena, a batched tensor starts at a multiple of the capacity, behind all that are not.
    private int Start => IsBatched && Place.Region == Region.Arena ? Place.PerSample : Place.Fixed;
}
