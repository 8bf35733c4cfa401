using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels.Bounds;

namespace ModelGen.Compiler.Schedule;

/// <summary>The lengths of a kernel's arguments, as planned.</summary>
public static class BufferLengths
{
    /// <summary>The lengths of what a kernel reads and writes, by address.</summary>
    /// <exception cref="CompilerException">A tensor reaches beyond the memory that the plan has for it.</exception>
    public static IReadOnlyDictionary<Address, BufferLength> Of(KernelGroup group, ProgramPlan plan)
    {
        var lengths = new Dictionary<Address, BufferLength>();
        foreach (var node in group.Tensors.Concat(group.Members.Where(plan.IsStored)))
        {
            var (memory, (whole, layout)) = plan.MemoryOf(node);
            var all = Of(memory, whole, layout);
            if (!IsWithin(whole, all, plan)) throw new CompilerException($"{memory} at {whole} is longer than its memory: {all}.");
            // A view or a part has another start and the same end as its memory.
            var address = plan.StorageOf(node).Address;
            // So it is in a loop, where what counts is the last start.
            var moved = Math.Max(0, address.PerStep) * ((group.Loop?.Length ?? 1) - 1);
            var length = all with { Fixed = all.Fixed - (address.Fixed - whole.Fixed) - moved };
            lengths[address] = lengths.TryGetValue(address, out var other) ? length.OrLonger(other) : length;
        }

        return lengths;
    }

    private static BufferLength Of(Node root, Address address, Layout layout)
    {
        var isScratch = address.Region == Region.Arena;
        // The memory of a stream is that of one sample, or of a vector of them where samples lie in the lanes.
        var isOfStream = address.Region is Region.History or Region.Carried or Region.NextCarried or Region.Given;
        if (root.Shape.IsBatched)
        {
            var hasBlocks = isScratch || (isOfStream && layout.LaneAxis == 0);
            return new BufferLength(layout.SampleSize, 0, hasBlocks, isScratch || isOfStream ? Layout.Lanes - 1 : 0);
        }

        var room = isScratch && Memory.IsPacked(root) ? Layout.Lanes - 1 : 0;
        var size = address.Region == Region.External ? layout.SampleSize : Layout.RoundUp(layout.SampleSize);
        return new BufferLength(0, size, isScratch, room);
    }

    private static bool IsWithin(Address address, BufferLength length, ProgramPlan plan) =>
        address.Region != Region.Arena
        || (
            length.PerSample == 0
                ? address.Fixed + length.Fixed <= plan.ArenaFixed
                : address.PerSample + length.PerSample <= plan.ArenaPerSample && address.Fixed >= plan.ArenaFixed);
}
