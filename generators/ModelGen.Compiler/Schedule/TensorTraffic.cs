using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Schedule;

/// <summary>A tensor in memory that a kernel reads or writes.</summary>
/// <param name="Node">The tensor, as it lies in memory.</param>
/// <param name="Storage">Where and how it lies.</param>
/// <param name="IsWritten">Whether the kernel writes it.</param>
public sealed record Operand(Node Node, Storage Storage, bool IsWritten)
{
    /// <summary>Whether there is one for each sample.</summary>
    public bool IsPerSample => Node.Shape.IsBatched;

    /// <summary>Its bytes without padding: of one sample, or of the whole where it does not depend on samples.</summary>
    public long Bytes => 4L * Node.Shape.SampleElements;

    /// <summary>Its bytes for a number of samples.</summary>
    public long BytesFor(int samples) => IsPerSample ? Bytes * samples : Bytes;

    /// <summary>What a kernel reads, in the order in which it needs it, and then what it writes.</summary>
    public static IReadOnlyList<Operand> Of(KernelGroup group, ProgramPlan plan)
    {
        var operands = new List<Operand>();
        foreach (var node in group.Reads) Add(node, isWritten: false);
        foreach (var member in group.Members.Where(plan.IsStored)) Add(member, isWritten: true);
        return operands;

        void Add(Node node, bool isWritten)
        {
            var storage = plan.StorageOf(node);
            if (!operands.Any(o => o.Storage.Place == storage.Place && o.IsWritten == isWritten))
                operands.Add(new Operand(node, storage, isWritten));
        }
    }
}
