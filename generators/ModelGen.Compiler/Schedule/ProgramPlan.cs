using System.Collections.Concurrent;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>A graph divided into kernels, and an address for every tensor that outlives one.</summary>
public sealed class ProgramPlan
{
    private readonly Dictionary<Node, Storage> _storages = [];
    private readonly ParameterLayout _parameters;
    private readonly Placements _placements;
    private readonly bool _keepInputs;

    /// <summary>What was asked for since everything has its place: kernels ask for the same nodes again and again.</summary>
    private readonly ConcurrentDictionary<Node, Storage>? _known;

    /// <param name="graph">The optimised graph.</param>
    /// <param name="parameters">Where parameters and gradients lie.</param>
    /// <param name="keepInputs">Whether inputs must outlive the call that passes them (Forward, then Backward).</param>
    /// <param name="keepSums">Whether sums over samples must outlive it, since they may go on in the next one.</param>
    public ProgramPlan(TensorGraph graph, ParameterLayout parameters, bool keepInputs = false, bool keepSums = false)
    {
        KeepsSums = keepSums;
        Graph = graph;
        _parameters = parameters;
        _keepInputs = keepInputs;
        Users = graph.Users();
        FindStaged();
        BindOutputs();
        _placements = new Placements(graph, node => _storages.TryGetValue(node, out var bound) ? bound.Layout : Memory.LayoutOf(node));
        Groups = Fusion.Group(graph, _placements);
        PlanArena();
        _known = [];
    }

    public TensorGraph Graph { get; }

    /// <summary>Whether a call's samples may be a part of a batch that several processes share.</summary>
    public bool SharesSteps { get; init; }

    /// <summary>Whether the memory of sums over samples is theirs alone.</summary>
    public bool KeepsSums { get; }

    public IReadOnlyList<KernelGroup> Groups { get; }

    public IReadOnlyDictionary<Node, IReadOnlyList<Node>> Users { get; }

    /// <summary>Leaves copied into the arena before the first kernel of their phase.</summary>
    public IReadOnlyList<Node> Staged { get; private set; } = [];

    /// <summary>Floats of arena for each sample of capacity.</summary>
    public int ArenaPerSample { get; private set; }

    /// <summary>Floats of the arena that do not depend on the number of samples. They come first.</summary>
    public int ArenaFixed { get; private set; }

    /// <summary>Floats of what a stream has seen.</summary>
    public int HistorySize { get; private set; }

    /// <summary>Floats of what a stream takes along.</summary>
    public int CarriedSize { get; private set; }

    /// <summary>Floats of what a stream has from before its first step, as far as the program reads or writes it.</summary>
    public int GivenSize { get; private set; }

    /// <summary>Scalar operations of the kernels of a phase, or of all: for each sample, and apart from samples.</summary>
    public (long PerSample, long Fixed) Work(Phase? phase = null)
    {
        long perSample = 0, constant = 0;
        foreach (var group in KernelsOf(phase))
        {
            var work = group.Work;
            (perSample, constant) = (perSample + work.PerSample, constant + work.Fixed);
        }

        return (perSample, constant);
    }

    /// <summary>The kernels of a phase, or all. Later phases run with the backward pass.</summary>
    public IEnumerable<KernelGroup> KernelsOf(Phase? phase) =>
        Groups.Where(g => phase is null || (g.Phase == Phase.Forward) == (phase == Phase.Forward));

    /// <summary>Where a node's elements are.</summary>
    public Storage StorageOf(Node node) => _known is null ? FindStorage(node) : _known.GetOrAdd(node, FindStorage);

    private Storage FindStorage(Node node)
    {
        if (!View.IsView(node.Op)) return StorageOfRoot(node);
        var view = Memory.ViewOf(node, At);
        var storage = StorageOfRoot(Memory.Root(node));
        if (view.Root == node) return storage;
        var address = storage.Address.Plus(view.Start);
        return new Storage(view.PerStep == 0 ? address : address with { PerStep = address.PerStep + view.PerStep }, view.Layout);

        // A start is relative to the root.
        View At(Node root) => new(root, StorageOfRoot(root).Layout, 0, IsWhole: _placements[root] is null);
    }

    /// <summary>The storage of the memory in which a node's elements are, the memory of other nodes included.</summary>
    public (Node Node, Storage Storage) MemoryOf(Node node)
    {
        var memory = _placements.MemoryOf(Memory.Root(node));
        return (memory, StorageOfRoot(memory));
    }

    private Storage StorageOfRoot(Node root) =>
        _storages.TryGetValue(root, out var storage) ? storage : throw new CompilerException($"{root} has no memory.");

    /// <summary>Whether the node has memory, because another kernel or the caller reads it.</summary>
    public bool IsStored(Node node) => _storages.ContainsKey(node);

    private void FindStaged()
    {
        var staged = new List<Node>();
        foreach (var leaf in Graph.Nodes.Where(n => n.Op.Role == OpRole.Leaf))
        {
            if (leaf.Op is TableOp table)
            {
                _storages[leaf] = new Storage(new Address(Region.Tables, table.Formula.Name, 0, 0), Layout.Padded(leaf.Shape));
                continue;
            }

            var kind = ((LeafOp)leaf.Op).Kind;
            if (
                kind is LeafKind.Label or LeafKind.Tokens or LeafKind.Position or LeafKind.OutputGradient
                || (Memory.IsExternal(leaf) && ((_keepInputs && kind is LeafKind.Input or LeafKind.StartState) || IsReadAsVector(leaf))))
                staged.Add(leaf);
            else if (Memory.IsExternal(leaf))
                _storages[leaf] = new Storage(ExternalAddress(((LeafOp)leaf.Op).LeafName), Layout.Contiguous(leaf.Shape));
            else if (kind == LeafKind.Parameter)
                BindParameter(leaf);
            else if (kind == LeafKind.Direction)
                BindDirection(leaf);
            else if (kind is LeafKind.History or LeafKind.Carried)
                BindKept(leaf, kind);
            else if (kind == LeafKind.Given)
                BindGiven(leaf, (LeafOp)leaf.Op);
            else if (kind == LeafKind.Flat)
                _storages[leaf] = new Storage(FlatAddress(((LeafOp)leaf.Op).LeafName, ((LeafOp)leaf.Op).Start), Layout.Padded(leaf.Shape));
        }

        Staged = staged;
        foreach (var node in Graph.Nodes.Where(n => n.Op is PutOp)) _storages[node] = _storages[node.Inputs[0]];
    }

    /// <summary>Gives a place in the state of a stream: room for one sample, or for a vector of samples that lie in the lanes.</summary>
    private void BindKept(Node leaf, LeafKind kind)
    {
        var layout = Memory.LayoutOf(leaf);
        var size = Layout.RoundUp(layout.LaneAxis == 0 ? layout.SampleSize * Layout.Lanes : layout.SampleSize);
        var (region, start) = kind == LeafKind.History ? (Region.History, HistorySize) : (Region.Carried, CarriedSize);
        _storages[leaf] = new Storage(new Address(region, ((LeafOp)leaf.Op).LeafName, 0, start), layout);
        if (kind == LeafKind.History) HistorySize += size;
        else CarriedSize += size;
    }

    /// <summary>Places that two programs agree on: one writes what the other reads.</summary>
    private void BindGiven(Node leaf, LeafOp op) => _storages[leaf] = Given(op.LeafName, op.Start, leaf);

    private Storage Given(string name, int start, Node root)
    {
        var layout = Memory.LayoutOf(root);
        if (layout != GivenLayout(root.Shape)) throw new CompilerException($"{root} lies otherwise than what a stream is given.");
        GivenSize = Math.Max(GivenSize, start + Layout.RoundUp(layout.SampleSize));
        return new Storage(new Address(Region.Given, name, 0, start), layout);
    }

    /// <summary>How a value that a stream is given lies in its memory.</summary>
    public static Layout GivenLayout(Shape shape) => Layout.Of(shape, Lanes.Features);

    private static Address ExternalAddress(string name) => new(Region.External, name, 0, 0);

    private static Address FlatAddress(string name, int start) => name switch
    {
        FlatVectors.Parameters => new Address(Region.Parameters, name, 0, start),
        FlatVectors.Gradients => new Address(Region.Gradients, name, 0, start),
        _ => new Address(Region.State, name, 0, start),
    };

    private void BindParameter(Node node)
    {
        var name = ((LeafOp)node.Op).LeafName;
        var slot = _parameters[name];
        _storages[node] = new Storage(
            new Address(Region.Parameters, name, 0, slot.Start) { Element = slot.Parameter.Element },
            slot.Layout);
    }

    /// <summary>In a flat vector of its own, at the place that the parameter has in that of parameters.</summary>
    private void BindDirection(Node node)
    {
        var slot = _parameters[((LeafOp)node.Op).LeafName];
        _storages[node] = new Storage(FlatAddress(FlatVectors.Direction, slot.Offset), slot.Layout);
    }

    /// <summary>A caller's memory ends with its last element, so only single floats may be read from it.</summary>
    private bool IsReadAsVector(Node node)
    {
        if (node.Lanes == Lanes.Samples) return true;
        foreach (var user in Users[node])
        {
            if (Memory.IsAlias(user))
            {
                if (IsReadAsVector(user)) return true;
                continue;
            }

            if (user.Op is not ContractOp op || ContractPlan.Choose(user) is not { } plan) return true;
            if ((user.Inputs[0] == node && plan.LeftIsVector) || (user.Inputs[1] == node && plan.RightIsVector)) return true;
        }

        return false;
    }

    private void BindOutputs()
    {
        foreach (var output in Graph.Outputs)
        {
            var root = Memory.Root(output.Node);
            switch (output.Role)
            {
                case OutputRole.Gradient:
                    var learned = _parameters[output.Name];
                    _storages[root] = new Storage(new Address(Region.Gradients, output.Name, 0, learned.Offset), LayoutIn(learned));
                    break;
                case OutputRole.Buffer:
                    var kept = _parameters[output.Name];
                    _storages[root] = new Storage(
                        new Address(Region.NewBuffers, output.Name, 0, kept.Offset - _parameters.TrainableSize),
                        LayoutIn(kept));
                    break;
                case OutputRole.Carried:
                    var leaf = Graph.Nodes.Single(n => n.Op is LeafOp { Kind: LeafKind.Carried } op && op.LeafName == output.Name);
                    var before = _storages[leaf];
                    _storages[root] = before with { Address = before.Address with { Region = Region.NextCarried } };
                    break;
                case OutputRole.Given:
                    _storages[root] = Given(output.Name, output.Start, root);
                    break;
                case OutputRole.Flat:
                    _storages[root] = new Storage(FlatAddress(output.Name, output.Start), Layout.Padded(root.Shape));
                    break;
            }

            // The result may be its memory under another shape.
            Layout LayoutIn(ParameterSlot slot) => slot.Layout.InPanels ? Layout.Panels(root.Shape) : Layout.Padded(root.Shape);
        }
    }

    private void PlanArena()
    {
        var groupOf = Groups.SelectMany(g => g.Members, (g, n) => (g, n)).ToDictionary(p => p.n, p => p.g.Index);
        var end = Groups.Count;
        var lastOfPhase = Groups.GroupBy(g => g.Phase).ToDictionary(p => p.Key, p => p.Max(g => g.Index));
        var loops = Groups.Where(g => g.Loop is not null).GroupBy(g => g.Loop!)
            .ToDictionary(g => g.Key, g => (First: g.Min(k => k.Index), Last: g.Max(k => k.Index)));
        var nodes = new List<(Node Node, Lifetime Lifetime)>();

        foreach (var leaf in Staged)
        {
            var isLate = ((LeafOp)leaf.Op).Kind == LeafKind.OutputGradient;
            var first = isLate && lastOfPhase.TryGetValue(Phase.Forward, out var forward) ? forward + 1 : 0;
            nodes.Add((leaf, new Lifetime(Memory.LayoutOf(leaf).SampleSize, first, Math.Max(first, LastUse(leaf, null)))));
        }

        foreach (var node in Graph.Nodes.Where(n => !_storages.ContainsKey(n) && _placements[n] is null))
        {
            var all = Within(node).ToArray();
            var made = all.Where(groupOf.ContainsKey).Select(n => groupOf[n]).ToArray();
            if (made.Length == 0) continue;
            var (own, last) = (made.Min(), all.Max(n => LastUse(n, n.Loop)));
            foreach (var part in all)
            {
                // What all iterations write together must be there during the whole loop.
                if (LoopOf(part.Op) is not { } loop) continue;
                (own, last) = (Math.Min(own, loops[loop].First), Math.Max(last, loops[loop].Last));
            }

            if (KeepsSums && SampleSlices.IsSum(node)) (own, last) = (0, end);
            if (all.Length == 1 && (last < 0 || (last == own && !NeedsMemoryWithin(node, own)))) continue;
            var layout = Memory.LayoutOf(node);
            nodes.Add((node, new Lifetime(node.Shape.IsBatched ? layout.SampleSize : Layout.RoundUp(layout.SampleSize), own, last)));
        }

        foreach (var batched in new[] { false, true })
        {
            var some = nodes.Where(n => n.Node.Shape.IsBatched == batched).ToArray();
            var (offsets, size) = MemoryPlanner.Pack(some.Select(n => n.Lifetime).ToArray());
            for (var i = 0; i < some.Length; i++)
            {
                var node = some[i].Node;
                var layout = Memory.LayoutOf(node);
                var address = new Address(Region.Arena, "arena", batched ? offsets[i] : 0, batched ? 0 : offsets[i]);
                _storages[node] = new Storage(address, layout);
            }

            if (batched) ArenaPerSample = size;
            else ArenaFixed = size;
        }

        // A batched tensor lies behind the fixed ones.
        foreach (var (node, _) in nodes.Where(n => n.Node.Shape.IsBatched))
            _storages[node] = _storages[node] with { Address = _storages[node].Address with { Fixed = ArenaFixed } };

        // A whole comes before its parts in reverse order.
        foreach (var node in Graph.Nodes.Reverse())
        {
            if (_placements[node] is not { } box) continue;
            var whole = _storages[_placements.MemoryOf(node)];
            _storages[node] = new Storage(whole.Address.Plus(box.Start) with { PerStep = box.PerStep }, box.Layout);
        }

        IEnumerable<Node> Within(Node node) => _placements.PartsOf(node).SelectMany(Within).Prepend(node);

        // What is not of a loop itself is read in all iterations.
        int LastUse(Node node, ScanLoop? home)
        {
            var last = -1;
            foreach (var user in Users[node])
            {
                var use = Memory.IsAlias(user) ? LastUse(user, home) : groupOf.TryGetValue(user, out var group) ? group : -1;
                last = Math.Max(last, use >= 0 && use < end && Groups[use].Loop is { } loop && loop != home ? loops[loop].Last : use);
            }

            foreach (var output in Graph.Outputs.Where(o => o.Node == node)) last = Math.Max(last, end);
            return last;
        }

        static ScanLoop? LoopOf(Op op) => op switch
        {
            StackOp stack => stack.Loop,
            HistoryOp history => history.Loop,
            _ => null,
        };

        // The reader inside the kernel may be unable to see the value: behind an anchor what was before it, or an alias.
        bool NeedsMemoryWithin(Node node, int own) => Users[node].Any(user => Memory.IsAlias(user)
            ? !Memory.IsSameValue(user) || NeedsMemoryWithin(user, own)
            : (Groups[own].Prologue.Contains(node) && !Groups[own].Prologue.Contains(user) && user != Groups[own].Anchor));
    }
}
