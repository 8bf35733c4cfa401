using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Kernels;
using ModelGen.Compiler.Lowering;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Finds out whether the sums of a model's programs can pause.</summary>
internal sealed class Pauses
{
    /// <summary>By signature: making kernels takes time, and programs have many of them in common.</summary>
    private readonly Dictionary<string, int?> _known = new(StringComparer.Ordinal);

    /// <summary>For each group the floats in which lanes of its sums wait; null if a sum cannot pause at one of the widths.</summary>
    public IReadOnlyList<int>? Of(ModelProgram program)
    {
        if (!program.Plan.KeepsSums) return null;
        var floats = new int[program.Plan.Groups.Count];
        foreach (var group in program.Plan.Groups.Where(group => group.Members.Any(SampleSlices.IsSum)))
        {
            var signature = program.Signatures[group.Index].Text;
            if (!_known.TryGetValue(signature, out var size)) _known.Add(signature, size = Of(group, program.Plan));
            if (size is null) return null;
            floats[group.Index] = size.Value;
        }

        return floats;
    }

    private static int? Of(KernelGroup group, ProgramPlan plan)
    {
        var size = 0;
        foreach (var target in Target.All)
        {
            var (kernel, addresses) = GroupLowering.Lower(group, plan, target);
            if (PausedSums.Of(kernel) is not { } paused) return null;
            if (paused.Partials is not null) size = Math.Max(size, Layout.Lanes * LongestSum(group, plan, addresses));
        }

        return size;
    }

    private static int LongestSum(KernelGroup group, ProgramPlan plan, IReadOnlyList<Address> addresses)
    {
        var lengths = BufferLengths.Of(group, plan);
        return addresses.Select(address => lengths[address]).Where(length => length.PerSample == 0).Max(length => length.Fixed);
    }
}
