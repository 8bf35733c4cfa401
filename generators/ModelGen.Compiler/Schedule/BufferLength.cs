using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Schedule;

/// <summary>The floats that belong to an argument of a kernel, counted from where the argument starts: <c>PerSample × samples + Fixed</c>.</summary>
/// <param name="PerSample">Floats for each sample.</param>
/// <param name="Fixed">Floats apart from samples.</param>
/// <param name="InBlocks">Whether there is room for whole blocks of sixteen samples, as in scratch memory. A caller's memory ends with its last sample.</param>
/// <param name="Room">
/// Floats behind those that a vector may read and must not use: where rows are not padded, the vector at the end of the last one reaches into
/// what comes next. Behind the last tensor of all, the runtime's <c>AlignedBuffer</c> has room for it.
/// </param>
public sealed record BufferLength(int PerSample, int Fixed, bool InBlocks, int Room = 0)
{
    /// <summary>The lengths of what a kernel reads and writes, by where it starts.</summary>
    /// <exception cref="CompilerException">A tensor reaches beyond the memory that the plan has for it.</exception>
    public static IReadOnlyDictionary<Place, BufferLength> Of(KernelGroup group, ProgramPlan plan)
    {
        var lengths = new Dictionary<Place, BufferLength>();
        foreach (var node in group.Reads.Concat(group.Members.Where(plan.IsStored)))
        {
            var root = Memory.Root(node);
            var (place, layout) = plan.StorageOf(root);
            var length = Of(root, place, layout);
            if (!IsWithin(place, length, plan)) throw new CompilerException($"{root} at {place} is longer than its memory: {length}.");
            lengths[place] = lengths.TryGetValue(place, out var other) ? length.OrLonger(other) : length;
        }

        return lengths;
    }

    /// <summary>How many floats there are.</summary>
    /// <param name="samples">The samples of the call.</param>
    /// <param name="capacity">The samples that scratch memory is laid out for.</param>
    public long Floats(int samples, int capacity) => ((long)PerSample * (InBlocks ? capacity : samples)) + Fixed;

    private static BufferLength Of(Node root, Place place, Layout layout)
    {
        var isScratch = place.Region == Region.Arena;
        var room = isScratch && Memory.IsPacked(root) ? Layout.Lanes - 1 : 0;
        return root.Shape.IsBatched
            ? new BufferLength(layout.SampleSize, 0, isScratch, room)
            : new BufferLength(0, place.Region == Region.External ? layout.SampleSize : Layout.RoundUp(layout.SampleSize), isScratch, room);
    }

    private static bool IsWithin(Place place, BufferLength length, ProgramPlan plan) => place.Region != Region.Arena
        || (length.PerSample == 0 ? place.Fixed + length.Fixed <= plan.ArenaFixed : place.PerSample + length.PerSample <= plan.ArenaPerSample && place.Fixed >= plan.ArenaFixed);

    private BufferLength OrLonger(BufferLength other) =>
        new(Math.Max(PerSample, other.PerSample), Math.Max(Fixed, other.Fixed), InBlocks, Math.Max(Room, other.Room));

    /// <summary>As a formula: <c>32·n + 16</c>.</summary>
    public override string ToString() => new Kernels.Bounds.SampleBound(InBlocks ? 0 : PerSample, InBlocks ? PerSample : 0, Fixed).ToString();
}
