using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Nodes that become one kernel: an anchor with elementwise nodes before and behind it, or elementwise nodes alone.</summary>
/// <param name="index">Its index in the order of execution.</param>
/// <param name="anchor">The product, reduction or view, or null.</param>
/// <param name="domain">The shape of the elementwise nodes behind the anchor.</param>
/// <param name="phase">The phase of all its nodes.</param>
/// <param name="loop">The loop that all its nodes are in, or null.</param>
public sealed class KernelGroup(int index, Node? anchor, Shape domain, Phase phase, ScanLoop? loop = null)
{
    private readonly HashSet<Node> _members = [];

    public int Index { get; internal set; } = index;

    public ScanLoop? Loop { get; } = loop;

    public Node? Anchor { get; } = anchor;

    public Shape Domain { get; } = domain;

    public Phase Phase { get; } = phase;

    /// <summary>The elementwise nodes the anchor reads while they are computed; empty without one.</summary>
    public HashSet<Node> Prologue { get; } = [];

    /// <summary>The inputs of an assembled tensor that are in place already: the kernel need not copy them.</summary>
    public HashSet<Node> InPlace { get; } = [];

    /// <summary>Whether the kernel only copies.</summary>
    public bool IsCopy => Anchor is null ? Members.All(m => m.Op is CopyOp)
        : Part.Of(Anchor) is { } parts ? parts.Any(part => !InPlace.Contains(part.Node) && !Part.IsFilled(part.Node))
        : View.IsView(Anchor.Op) || Anchor.Op is PermuteOp or CompactOp or FeaturesInLanesOp or SamplesInLanesOp;

    /// <summary>All nodes, in order.</summary>
    public IEnumerable<Node> Members => _members.OrderBy(n => n.Id);

    /// <summary>Operations for one vector.</summary>
    public int Cost { get; private set; }

    /// <summary>An estimate of scalar operations, of all iterations: for each sample, and independent of samples.</summary>
    public (long PerSample, long Fixed) Work
    {
        get
        {
            var visited = Anchor?.Op is ReduceOp ? Anchor.Inputs[0].Shape : Domain;
            var work = _members.Sum(n => n.Op.MultiplyAdds(n)) + ((long)visited.SampleElements * Math.Max(1, Cost));
            var isPerSample = visited.IsBatched || (Anchor?.Inputs.Any(i => i.Shape.IsBatched) ?? false);
            if (Loop is not null) work *= Loop.Length;
            return isPerSample ? (work, 0) : (0, work);
        }
    }

    /// <summary>The nodes with memory that the kernel reads and does not compute, in the order in which it needs them, each once.</summary>
    public IEnumerable<Node> Reads => Tensors.Select(Memory.Root).Distinct();

    /// <summary>The same, as the kernel sees them: views of that memory.</summary>
    public IEnumerable<Node> Tensors
    {
        get
        {
            return Members.SelectMany(m => m.Inputs.Where(input => IsRead(m, input))).SelectMany(Of).Distinct();

            // A node that is rematerialized may itself read memory.
            IEnumerable<Node> Of(Node node) => Contains(Memory.Root(node)) ? [] : Fusion.IsFree(node) ? node.Inputs.SelectMany(Of) : [node];
        }
    }

    /// <summary>Whether the kernel reads an input of a member. It does not read parts that are in place or constant.</summary>
    public bool IsRead(Node member, Node input) => !InPlace.Contains(input) && !(Part.IsFilled(input) && Part.Of(member) is not null);

    public bool Contains(Node node) => _members.Contains(node);

    public void Add(Node node)
    {
        if (_members.Add(node)) Cost += Instructions.Of([node]);
    }

    /// <summary>Whether elementwise nodes of the domain may be appended.</summary>
    public bool TakesEpilogue => Anchor is null || Anchor.Op.TakesEpilogue(Anchor);
}
