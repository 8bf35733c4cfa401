using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Kernels;

namespace ModelGen.Compiler.Schedule;

/// <summary>A kernel or a copy as threads see it.</summary>
/// <param name="Division">How they share it.</param>
/// <param name="Accesses">What it reads and writes.</param>
public sealed record SharedStep(Division Division, IReadOnlyList<MemoryAccess> Accesses)
{
    /// <summary>The loop in each of whose iterations it runs, or null. The steps of a loop follow each other.</summary>
    public ScanLoop? Loop { get; init; }
}

/// <summary>Decides where a program needs barriers.</summary>
public static class Barriers
{
    /// <summary>For each step, whether a barrier stands before it.</summary>
    /// <remarks>
    /// A barrier is placed as late as possible: before the first step that conflicts with a step since the last barrier. No other
    /// choice has fewer. The steps of a loop are visited twice, since an iteration follows another one: with the barriers that both visits
    /// ask for, all later iterations find what the second one finds, or less.
    /// </remarks>
    public static IReadOnlyList<bool> Before(IReadOnlyList<SharedStep> steps)
    {
        var barriers = new bool[steps.Count];
        var since = new Touched();
        for (int start = 0, end; start < steps.Count; start = end)
        {
            var loop = steps[start].Loop;
            for (end = start + 1; loop is not null && end < steps.Count && steps[end].Loop == loop;) end++;
            Visit(start, end);
            if (loop is not null) Visit(start, end);
        }

        return barriers;

        void Visit(int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                if (barriers[i] |= since.Conflicts(steps[i])) since = new Touched();
                since.Add(steps[i]);
            }
        }
    }

    /// <summary>
    /// The accesses of the steps since the last barrier, each address once: most steps of a deep model use the same memory again.
    /// </summary>
    private sealed class Touched
    {
        private readonly Dictionary<Region, HashSet<(Division Division, MemoryAccess Access)>> _accesses = [];

        /// <summary>Whether a step conflicts with one of these, so that threads must wait.</summary>
        public bool Conflicts(SharedStep step)
        {
            foreach (var access in step.Accesses)
            {
                if (!_accesses.TryGetValue(access.Address.Region, out var earlier)) continue;
                foreach (var (division, before) in earlier)
                {
                    if (
                        (access.IsWrite || before.IsWrite)
                        && access.Overlaps(before)
                        && !IsInOrder(step.Division, access, division, before))
                        return true;
                }
            }

            return false;
        }

        public void Add(SharedStep step)
        {
            // For later steps it matters only whether threads divide the samples.
            var division = step.Division is Division.Iterations ? AnyIterations : step.Division;
            foreach (var access in step.Accesses)
            {
                if (!_accesses.TryGetValue(access.Address.Region, out var known)) _accesses.Add(access.Address.Region, known = []);
                known.Add((division, access));
            }
        }

        private static readonly Division AnyIterations = new Division.Iterations(0, 0);

        /// <summary>Whether the same thread makes both accesses, in order.</summary>
        private static bool IsInOrder(Division now, MemoryAccess access, Division earlier, MemoryAccess before) =>
            (now is Division.Whole && earlier is Division.Whole)
            || (now is Division.Samples && earlier is Division.Samples && access.IsSampleBySample(before));
    }
}
