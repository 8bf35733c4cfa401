using ModelGen.Compiler.Kernels;

namespace ModelGen.Compiler.Schedule;

/// <summary>A kernel or a copy as threads see it.</summary>
/// <param name="Division">How they share it.</param>
/// <param name="Accesses">What it reads and writes.</param>
public sealed record SharedStep(Division Division, IReadOnlyList<MemoryAccess> Accesses)
{
    /// <summary>Whether a thread may begin this step while another is still at the earlier one.</summary>
    public bool MayOverlap(SharedStep earlier)
    {
        // One and the same thread does both, in order.
        if (Division is Division.Whole && earlier.Division is Division.Whole) return true;
        var bySamples = Division is Division.Samples && earlier.Division is Division.Samples;
        foreach (var access in Accesses)
        {
            foreach (var before in earlier.Accesses)
            {
                if ((access.IsWrite || before.IsWrite) && access.Overlaps(before) && !(bySamples && access.IsSampleBySample(before))) return false;
            }
        }

        return true;
    }
}

/// <summary>Decides where in a program all threads must have arrived before any goes on.</summary>
public static class Barriers
{
    /// <summary>For each step, whether a barrier stands before it.</summary>
    /// <remarks>
    /// A barrier is placed as late as possible: before the first step that cannot begin while others are at one of those since
    /// the last barrier. No placement has fewer.
    /// </remarks>
    public static IReadOnlyList<bool> Before(IReadOnlyList<SharedStep> steps)
    {
        var barriers = new bool[steps.Count];
        var start = 0;
        for (var i = 0; i < steps.Count; i++)
        {
            for (var j = start; j < i && !barriers[i]; j++) barriers[i] = !steps[i].MayOverlap(steps[j]);
            if (barriers[i]) start = i;
        }

        return barriers;
    }
}
