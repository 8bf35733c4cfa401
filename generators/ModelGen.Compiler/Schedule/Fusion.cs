using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Divides a graph into kernels: elementwise nodes join the kernel that makes their newest input, or the one that needs them.
/// </summary>
/// <remarks>
/// Nodes are visited in order. An elementwise node joins the newest kernel among its inputs' if shape and phase agree;
/// that kernel has all it needs, since it runs after the others. Otherwise the node waits, and a later node that joins or
/// opens a kernel takes along those it waits for. So every kernel runs in the order of its creation, and no cycle can arise.
/// </remarks>
public sealed class Fusion
{
    private readonly List<KernelGroup> _groups = [];
    private readonly Dictionary<Node, KernelGroup> _groupOf = [];
    private readonly IReadOnlyDictionary<Node, IReadOnlyList<Node>> _users;

    private readonly Placements _placements;

    // The last kernel of each loop so far, and the kernel behind which the memory of an assembled tensor is complete.
    private readonly Dictionary<ScanLoop, int> _lastOfLoop = [];
    private readonly Dictionary<Node, int> _completeBehind = [];

    private Fusion(TensorGraph graph, Placements placements)
    {
        _users = graph.Users();
        _placements = placements;
    }

    public static IReadOnlyList<KernelGroup> Group(TensorGraph graph) => Group(graph, new Placements(graph, Memory.LayoutOf));

    internal static IReadOnlyList<KernelGroup> Group(TensorGraph graph, Placements placements)
    {
        var fusion = new Fusion(graph, placements);
        foreach (var phase in graph.Nodes.GroupBy(n => n.Phase))
        {
            foreach (var node in phase) fusion.Visit(node);

            // A result of this phase must not wait for a kernel of a later one. Nor must a copy: what it copies may have changed by then.
            foreach (var output in graph.Outputs.Where(o => o.Node.Phase == phase.Key)) fusion.Materialize(Memory.Root(output.Node));
            foreach (var copy in phase.Where(node => node.Op is CopyOp)) fusion.Materialize(copy);
        }

        return fusion.InOrder();
    }

    /// <summary>Whether the node is rematerialized wherever it is read: constants and the like, and arithmetic on them.</summary>
    public static bool IsFree(Node node) => node.Op.Role switch
    {
        OpRole.Inline => true,
        OpRole.Leaf => node.Op is LeafOp { Kind: LeafKind.Scalar },
        OpRole.Elementwise => node.Shape.Rank == 0 && node.Inputs.All(IsFree),
        _ => false,
    };

    /// <summary>The kernels of a loop stand together. What they all need was perhaps made when one of them first needed it.</summary>
    private IReadOnlyList<KernelGroup> InOrder()
    {
        if (_groups.All(g => g.Loop is null)) return _groups;
        var ordered = LoopOrder.Of(_groups, g => g.Loop, Needed);
        for (var i = 0; i < ordered.Count; i++) ordered[i].Index = i;
        return ordered;
    }

    private IEnumerable<KernelGroup> Needed(KernelGroup group) => group.Members
        .SelectMany(m => m.Inputs.Where(input => group.IsRead(m, input) || group.InPlace.Contains(input)))
        .SelectMany(MakersOf)
        .Where(maker => maker != group);

    /// <summary>The kernels that write the memory of a node.</summary>
    private IEnumerable<KernelGroup> MakersOf(Node node)
    {
        if (IsFree(node)) return node.Inputs.SelectMany(MakersOf);
        var root = Memory.Root(node);
        var parts = root.Op is CarriedOp ? [root.Inputs[0]] : _placements.PartsOf(root).Where(part => part.Op is not CarriedOp);
        return (_groupOf.TryGetValue(root, out var own) ? [own] : Array.Empty<KernelGroup>()).Concat(parts.SelectMany(MakersOf));
    }

    /// <summary>Gives waiting nodes kernels. A node that another one takes along needs no kernel of its own.</summary>
    private void MaterializeAll(IEnumerable<Node> waiting)
    {
        var nodes = waiting.Distinct().OrderBy(n => n.Id).ToArray();
        var taken = new HashSet<Node>(nodes.SelectMany(n => Waiting(n).Where(other => !IsApart(other, n))));
        foreach (var node in nodes.Where(n => !taken.Contains(n))) Materialize(node);
    }

    private void Visit(Node node)
    {
        if (IsFree(node) || node.Op.Role == OpRole.Leaf) return;
        if (node.Op is CarriedOp)
        {
            Materialize(node.Inputs[0]);
        }
        else if (node.Op.Role == OpRole.Elementwise)
        {
            TryJoin(node);
        }
        else if (Memory.IsAlias(node))
        {
            Materialize(Memory.Root(node));
        }
        else if (_placements.IsComplete(node))
        {
            foreach (var input in node.Inputs) Materialize(input);
            var makers = node.Inputs.Where(_groupOf.ContainsKey).Select(input => _groupOf[input]);
            _groupOf[node] = makers.OrderByDescending(g => g.Index).First();
            _completeBehind[node] = node.Op switch
            {
                StackOp op => _lastOfLoop[op.Loop],
                HistoryOp op => _lastOfLoop[op.Loop],
                _ => node.Inputs.Max(input => _completeBehind.TryGetValue(input, out var behind) ? behind : _groupOf[input].Index),
            };
        }
        else
        {
            OpenAnchored(node);
        }
    }

    private void TryJoin(Node node)
    {
        var waiting = Waiting(node);
        MaterializeAll(waiting.Where(n => IsApart(n, node)));
        waiting = Waiting(node);
        var newest = waiting
            .Append(node)
            .SelectMany(n => n.Inputs)
            .Select(GroupOf)
            .Where(g => g is not null)
            .OrderByDescending(g => g!.Index)
            .FirstOrDefault();
        var mayJoin =
            newest is not null
            && newest.TakesEpilogue
            && Memory.SameDomain(newest.Domain, node.Shape)
            && newest.Phase == node.Phase
            && newest.Loop == node.Loop
            && !IsMadeForReduction(node, newest)
            && !(newest.Anchor?.Op is WindowSpreadOp or WindowPickOp && waiting.Append(node).SelectMany(n => n.Inputs).Any(IsInPanels))
            && !waiting.Append(node).SelectMany(n => n.Inputs).Any(i => IsElsewhere(i, newest));
        var cost = Instructions.Of([.. waiting, node]) + (mayJoin ? newest!.Cost : 0);
        if (cost > JitBudget.OperationsInKernel) Materialize(node);
        else if (mayJoin)
            foreach (var joining in waiting.Append(node)) Put(joining, newest!);
    }

    /// <summary>
    /// Whether only a sum or maximum reads the node, and its operands are in memory. Then the reduction computes it, and it need not be
    /// stored.
    /// </summary>
    private bool IsMadeForReduction(Node node, KernelGroup newest) =>
        node.Shape.IsBatched && _users[node] is { Count: 1 } users && users[0].Op is ReduceOp && users[0].Phase == node.Phase
        && node.Inputs.All(i => IsFree(i) || !newest.Contains(Memory.Root(i)) || _users[i].Any(user => user.Op.Role == OpRole.Anchor));

    /// <summary>
    /// Whether a value lies in panels. A kernel that computes the pixels of windows has each at a position plus a tap, which is not divided
    /// into panels.
    /// </summary>
    private static bool IsInPanels(Node input) => !IsFree(input) && Memory.IsInPanels(Memory.Root(input));

    /// <summary>Whether a kernel would read a value at other positions than those at which it computes it, which it cannot.</summary>
    private bool IsElsewhere(Node input, KernelGroup group)
    {
        var root = Memory.Root(input);
        return (group.Contains(root) && Memory.IsMoved(input))
            || (_placements.IsComplete(root) && _groupOf[root] == group)
            || (_completeBehind.TryGetValue(root, out var behind) && behind > group.Index);
    }

    /// <summary>Whether a node that another one reads cannot be in the same kernel without an anchor.</summary>
    private static bool IsApart(Node node, Node reader) => node.Shape != reader.Shape || node.Loop != reader.Loop;

    private void OpenAnchored(Node anchor)
    {
        var takesPrologue = anchor.Op is ReduceOp && IsWaiting(anchor.Inputs[0]) && anchor.Inputs[0].Loop == anchor.Loop;
        var prologue = takesPrologue ? Waiting(anchor.Inputs[0]).Append(anchor.Inputs[0]).ToList() : [];
        if (takesPrologue)
        {
            MaterializeAll(prologue.Where(n => IsApart(n, anchor.Inputs[0])));
            prologue = prologue.Where(IsWaiting).ToList();
        }
        else
        {
            foreach (var input in anchor.Inputs.Where(i => Part.Of(anchor) is null || !Part.IsFilled(i))) Materialize(Memory.Root(input));
        }

        var group = Open(anchor, anchor.Shape, anchor.Phase, anchor.Loop);
        Put(anchor, group);
        group.InPlace.UnionWith(_placements.PartsOf(anchor));
        foreach (var node in prologue)
        {
            Put(node, group);
            group.Prologue.Add(node);
        }
    }

    /// <summary>Gives a waiting node a kernel of its own, with all it waits for.</summary>
    private void Materialize(Node node)
    {
        if (!IsWaiting(node)) return;
        MaterializeAll(Waiting(node).Where(n => IsApart(n, node)));
        var cone = Waiting(node).Append(node).ToArray();
        var group = Open(null, node.Shape, node.Phase, node.Loop);
        foreach (var member in cone) Put(member, group);
    }

    private KernelGroup Open(Node? anchor, Shape domain, Phase phase, ScanLoop? loop)
    {
        var group = new KernelGroup(_groups.Count, anchor, domain, phase, loop);
        if (loop is not null) _lastOfLoop[loop] = group.Index;
        _groups.Add(group);
        return group;
    }

    private void Put(Node node, KernelGroup group)
    {
        group.Add(node);
        _groupOf[node] = group;
    }

    private KernelGroup? GroupOf(Node node) => _groupOf.TryGetValue(Memory.Root(node), out var group) ? group : null;

    private bool IsWaiting(Node node) => node.Op.Role == OpRole.Elementwise && !IsFree(node) && !_groupOf.ContainsKey(node);

    /// <summary>The waiting nodes that a node needs, itself excluded.</summary>
    private List<Node> Waiting(Node node)
    {
        var found = new HashSet<Node>();
        var stack = new Stack<Node>(node.Inputs);
        while (stack.Count > 0)
        {
            var next = stack.Pop();
            if (!IsWaiting(next) || !found.Add(next)) continue;
            foreach (var input in next.Inputs) stack.Push(input);
        }

        return found.OrderBy(n => n.Id).ToList();
    }
}
