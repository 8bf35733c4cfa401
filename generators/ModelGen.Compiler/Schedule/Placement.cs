using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Schedule;

/// <summary>An input of an assembled tensor and its position there: at <c>Start</c>, <c>Start + Step</c>, … of an axis.</summary>
/// <param name="IsWholeVectors">Whether the part behind it, if there is one, starts at a whole vector.</param>
internal sealed record Part(Node Node, int Axis, int Start, int Step, bool IsWholeVectors)
{
    /// <summary>Whether it lacks the axis: it is at one position of it, which moves by the step from one iteration to the next.</summary>
    public bool IsOneStep { get; init; }

    /// <summary>Whether a part is a constant, which is written directly and needs no kernel.</summary>
    public static bool IsFilled(Node part) => part.Op is BroadcastOp && part.Inputs[0].Op is ConstantOp;

    /// <summary>The parts of an assembled tensor: a concatenation, interleaving or padding; null for other operations.</summary>
    public static IReadOnlyList<Part>? Of(Node node)
    {
        var start = 0;
        return node.Op switch
        {
            ConcatOp op => node.Inputs.Select((input, i) =>
            {
                var part = new Part(input, op.Axis, start, 1, input.Shape[op.Axis] % Layout.Lanes == 0 || i == node.Inputs.Count - 1);
                start += input.Shape[op.Axis];
                return part;
            }).ToArray(),
            InterleaveOp op => node.Inputs.Select((input, i) => new Part(input, op.Axis, i, node.Inputs.Count, false)).ToArray(),
            PadOp op => [new Part(node.Inputs[0], op.Axis, op.Before, 1, false)],
            StackOp { Loop: var loop } => [OneStep(node.Inputs[0], loop.First, loop.Direction)],
            HistoryOp { Loop: var loop } =>
            [
                OneStep(node.Inputs[0], HistoryOp.Before(loop) + loop.First, 0),
                OneStep(node.Inputs[1], HistoryOp.Before(loop) + loop.First, loop.Direction),
                OneStep(node.Inputs[2], HistoryOp.Behind(loop) + loop.First, loop.Direction),
            ],
            _ => null,
        };

        static Part OneStep(Node part, int start, int step) => new(part, ScanOp.TimeAxis, start, step, false) { IsOneStep = true };
    }
}

/// <summary>Which parts of assembled tensors are written in place, so that no kernel copies them there.</summary>
/// <remarks>
/// Decided before kernels are formed, from the last node to the first, so that a whole comes before its parts. A part that is written
/// in place is in one assembled tensor only, has a kernel, and is no result of the program; all its views must be possible there.
/// </remarks>
internal sealed class Placements
{
    private readonly Dictionary<Node, View> _boxes = [];
    private readonly IReadOnlyDictionary<Node, IReadOnlyList<Node>> _users;
    private readonly HashSet<Node> _outputs;

    /// <param name="graph">The graph.</param>
    /// <param name="layoutOf">The layout of a node that has memory of its own.</param>
    public Placements(TensorGraph graph, Func<Node, Layout> layoutOf)
    {
        _users = graph.Users();
        _outputs = [.. graph.Outputs.Select(o => Memory.Root(o.Node))];
        foreach (var node in graph.Nodes.Reverse())
        {
            if (Part.Of(node) is not { } parts) continue;
            var view = _boxes.TryGetValue(node, out var box) ? box : new View(node, layoutOf(node), 0, IsWhole: false);
            foreach (var part in parts)
            {
                if (MayPlace(part, node) && view.Box(part, node.Shape) is { } place && IsVisible(part.Node, place))
                    _boxes.Add(part.Node, place with { Root = node });
                else if (part.IsOneStep)
                    throw new CompilerException($"{part.Node} cannot be computed where {node} needs it.");
            }
        }
    }

    /// <summary>
    /// The assembled tensor that a node is a part of, and its box in the outermost one's memory; null if it has memory of its own.
    /// </summary>
    public View? this[Node node] => _boxes.TryGetValue(node, out var box) ? box : null;

    /// <summary>The node whose memory a root lies in.</summary>
    public Node MemoryOf(Node root)
    {
        while (_boxes.TryGetValue(root, out var box)) root = box.Root;
        return root;
    }

    /// <summary>Whether a part of an assembled tensor is computed in place.</summary>
    public bool IsInPlace(Node part, Node whole) => _boxes.TryGetValue(part, out var box) && box.Root == whole;

    /// <summary>Whether all parts of an assembled tensor are computed in place, so that it needs no kernel.</summary>
    public bool IsComplete(Node node) =>
        node.Op is ConcatOp or InterleaveOp or StackOp or HistoryOp && node.Inputs.All(input => IsInPlace(input, node));

    /// <summary>The parts of a node that are computed in place.</summary>
    public IEnumerable<Node> PartsOf(Node whole) =>
        Part.Of(whole) is null ? [] : whole.Inputs.Where(input => IsInPlace(input, whole)).Distinct();

    private bool MayPlace(Part part, Node whole)
    {
        var node = part.Node;
        if (node.Op is CarriedOp) return part.IsOneStep && !_boxes.ContainsKey(node);
        return node.Op.Role is OpRole.Elementwise or OpRole.Anchor && !Fusion.IsFree(node)
            && !_boxes.ContainsKey(node) && !_outputs.Contains(node)
            && Memory.Root(node) == node && node.Lanes == whole.Lanes && node.Shape.IsBatched == whole.Shape.IsBatched
            && whole.Inputs.Count(input => input == node) == 1 && !Part.IsFilled(node)
            && !Memory.IsPacked(node) && !Memory.IsInPanels(node) && node.Op is not CopyOp
            && (whole.Op is not PadOp || !IsRunThrough(node, whole));
    }

    /// <summary>Whether a product walks over rows and columns of the tensor in one loop.</summary>
    /// <remarks>With padding between them that is not possible, and its tiles would fit worse: a copy costs less.</remarks>
    private bool IsRunThrough(Node node, Node whole) =>
        IsMadeOfPoints(node) || _users[node].Any(user => user != whole && IsPoints(user));

    private static bool IsMadeOfPoints(Node node) => IsPoints(node)
        || (node.Op.Role == OpRole.Elementwise
            && node.Inputs.Any(input => input.Shape == node.Shape && input.Phase == node.Phase && IsMadeOfPoints(input)));

    private static bool IsPoints(Node node) => node.Op is ContractOp { HasWindows: false };

    /// <summary>Whether all views of a node are possible if the node itself is this view.</summary>
    private bool IsVisible(Node node, View view) =>
        _users[node].Where(Memory.IsAlias).All(user => view.Through(user) is { } seen && IsVisible(user, seen));
}
