using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels.Bounds;

namespace ModelGen.Compiler.Schedule;

/// <summary>How long the memory is that the plan has for the arguments of a kernel.</summary>
public static class BufferLengths
{
    /// <summary>The lengths of what a kernel reads and writes, by where it starts.</summary>
    /// <exception cref="CompilerException">A tensor reaches beyond the memory that the plan has for it.</exception>
    public static IReadOnlyDictionary<Place, BufferLength> Of(KernelGroup group, ProgramPlan plan)
    {
        var lengths = new Dictionary<Place, BufferLength>();
        foreach (var node in group.Tensors.Concat(group.Members.Where(plan.IsStored)))
        {
            var (memory, (whole, layout)) = plan.MemoryOf(node);
            var all = Of(memory, whole, layout);
            if (!IsWithin(whole, all, plan)) throw new CompilerException($"{memory} at {whole} is longer than its memory: {all}.");
            // A view, or a part, begins further on and ends with the whole.
            var place = plan.StorageOf(node).Place;
            var length = all with { Fixed = all.Fixed - (place.Fixed - whole.Fixed) };
            lengths[place] = lengths.TryGetValue(place, out var other) ? length.OrLonger(other) : length;
        }

        return lengths;
    }

    private static BufferLength Of(Node root, Place place, Layout layout)
    {
        var isScratch = place.Region == Region.Arena;
        var room = isScratch && Memory.IsPacked(root) ? Layout.Lanes - 1 : 0;
        return root.Shape.IsBatched
            ? new BufferLength(layout.SampleSize, 0, isScratch, room)
            : new BufferLength(0, place.Region == Region.External ? layout.SampleSize : Layout.RoundUp(layout.SampleSize), isScratch, room);
    }

    private static bool IsWithin(Place place, BufferLength length, ProgramPlan plan) =>
        place.Region != Region.Arena
        || (
            length.PerSample == 0
                ? place.Fixed + length.Fixed <= plan.ArenaFixed
                : place.PerSample + length.PerSample <= plan.ArenaPerSample && place.Fixed >= plan.ArenaFixed);
}
