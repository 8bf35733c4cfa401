namespace ModelGen.Compiler.Schedule;

/// <summary>The ranges of the flat gradients that a program has finished, kernel by kernel: what can be sent while it goes on.</summary>
public static class FinishedGradients
{
    /// <summary>For each kernel group, in the order of execution, the ranges that no later one writes.</summary>
    /// <remarks>What is written in a loop over steps is left out: it is finished when the program is.</remarks>
    public static IReadOnlyList<IReadOnlyList<(int Start, int Length)>> Of(ProgramPlan plan)
    {
        var written = plan.Groups
            .Select(group => MemoryAccess.Of(group, plan)
                .Where(access => access.IsWrite && access.Address.Region == Region.Gradients)
                .Select(access => (Start: access.Address.Fixed, Length: access.Size))
                .Distinct()
                .ToArray())
            .ToArray();
        return plan.Groups
            .Select((group, index) => group.Loop is not null
                ? []
                : written[index]
                    .Where(range => !written.Skip(index + 1).Any(later => later.Any(other => Overlap(range, other))))
                    .ToArray())
            .ToArray<IReadOnlyList<(int, int)>>();
    }

    private static bool Overlap((int Start, int Length) left, (int Start, int Length) right) =>
        left.Start < right.Start + right.Length && right.Start < left.Start + left.Length;
}
