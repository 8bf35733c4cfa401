namespace ModelGen.Compiler.Schedule;

/// <summary>A buffer that must exist from one step to another, both included.</summary>
public sealed record Lifetime(int Size, int First, int Last);

/// <summary>Packs buffers into one arena so that those alive together do not overlap.</summary>
public static class MemoryPlanner
{
    /// <summary>The offset of each buffer and the arena's size: large buffers first, each at the lowest free offset.</summary>
    public static (int[] Offsets, int Size) Pack(IReadOnlyList<Lifetime> buffers)
    {
        var offsets = new int[buffers.Count];
        var placed = new List<int>();
        var end = 0;
        foreach (
            var i in Enumerable.Range(0, buffers.Count).OrderByDescending(i => buffers[i].Size).ThenBy(i => buffers[i].First).ThenBy(i => i)
        )
        {
            var buffer = buffers[i];
            var offset = 0;
            foreach (var other in placed.Where(p => Overlap(buffers[p], buffer)).OrderBy(p => offsets[p]))
            {
                if (offsets[other] - offset >= buffer.Size) break;
                offset = Math.Max(offset, checked(offsets[other] + buffers[other].Size));
            }

            offsets[i] = offset;
            placed.Add(i);
            end = Math.Max(end, checked(offset + buffer.Size));
        }

        return (offsets, end);
    }

    private static bool Overlap(Lifetime a, Lifetime b) => a.First <= b.Last && b.First <= a.Last;
}
