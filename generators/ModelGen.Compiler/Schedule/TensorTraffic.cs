using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Schedule;

/// <summary>The memory traffic of a kernel with one tensor.</summary>
/// <param name="Node">The tensor, in the shape of its memory.</param>
/// <param name="Storage">Its address and layout.</param>
/// <param name="IsWritten">Whether the kernel writes it.</param>
public sealed record TensorTraffic(Node Node, Storage Storage, bool IsWritten)
{
    /// <summary>Whether there is one for each sample.</summary>
    public bool IsPerSample => Node.Shape.IsBatched;

    /// <summary>Its bytes without padding: of one sample, or of the whole tensor if it has no batch.</summary>
    public long Bytes => (long)Storage.Address.Element.Bytes() * Node.Shape.SampleElements;

    /// <summary>Its bytes for a number of samples.</summary>
    public long BytesFor(int samples) => IsPerSample ? Bytes * samples : Bytes;

    /// <summary>What a kernel reads, in the order of first use, and then what it writes.</summary>
    public static IReadOnlyList<TensorTraffic> Of(KernelGroup group, ProgramPlan plan)
    {
        var traffic = new List<TensorTraffic>();
        foreach (var node in group.Reads) Add(node, isWritten: false);
        foreach (var member in group.Members.Where(plan.IsStored)) Add(member, isWritten: true);
        return traffic;

        void Add(Node node, bool isWritten)
        {
            var storage = plan.StorageOf(node);
            if (!traffic.Any(o => o.Storage.Address == storage.Address && o.IsWritten == isWritten))
                traffic.Add(new TensorTraffic(node, storage, isWritten));
        }
    }
}
