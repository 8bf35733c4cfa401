using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>The lengths that <c>[Lengths]</c> gives to samples, and the sequences that they hold for.</summary>
/// <param name="Values">The lengths, [N, 1].</param>
/// <param name="Steps">The most steps.</param>
/// <param name="Sequence">The value that they were declared on, [N, steps, …].</param>
internal sealed record SampleLengths(Value Values, int Steps, Node Sequence)
{
    /// <summary>
    /// Whether they hold for a value [N, time, …]: it has as many steps, and these come from the sequence that has the lengths. If an
    /// operation does not tell where its steps come from, they hold.
    /// </summary>
    public bool HoldFor(Value value) =>
        value.Shape.Rank >= 2 && value.Shape[Layers.Sequence.TimeAxis] == Steps && (value.Node == Sequence || ComesFrom(value.Node));

    private bool ComesFrom(Node value)
    {
        var own = new HashSet<(Node, int)>();
        Trace(Sequence, place =>
        {
            own.Add(place);
            return false;
        });
        return Trace(value, own.Contains);
    }

    /// <summary>Follows the time axis of a value back; true if a place is found, or the way is lost.</summary>
    private static bool Trace(Node value, Func<(Node Node, int Axis), bool> isFound)
    {
        var (seen, left) = (new HashSet<(Node, int)>(), new Stack<(Node Node, int Axis)>());
        Push(value, Layers.Sequence.TimeAxis);
        while (left.Count > 0)
        {
            var place = left.Pop();
            if (isFound(place) || !Follow(place.Node, place.Axis)) return true;
        }

        return false;

        void Push(Node node, int axis)
        {
            if (seen.Add((node, axis))) left.Push((node, axis));
        }

        // Whether it is known where the axis comes from.
        bool Follow(Node node, int axis)
        {
            switch (node.Op)
            {
                case MapOp or BroadcastOp:
                    foreach (var input in node.Inputs)
                    {
                        var same = axis - node.Shape.Rank + input.Shape.Rank;
                        if (same >= 0 && input.Shape[same] == node.Shape[axis]) Push(input, same);
                    }

                    return true;
                case ContractOp op:
                    PushLetter(node.Inputs[0], op.Left, op.Result[axis]);
                    PushLetter(node.Inputs[1], op.Right, op.Result[axis]);
                    return true;
                case ReduceOp or SliceOp or PadOp or ConcatOp or InterleaveOp or WindowReduceOp or DetachOp or GivenGradientOp:
                    foreach (var input in node.Inputs) Push(input, axis);
                    return true;
                case PermuteOp op:
                    Push(node.Inputs[0], op.Order[axis]);
                    return true;
                case TakeOp when axis < node.Shape.Rank - 1:
                    Push(node.Inputs[1], axis);
                    return true;
                case ScanOp op when axis == ScanOp.TimeAxis:
                    for (var i = 0; i < op.Body.Sequences.Count; i++) Push(node.Inputs[i], axis);
                    return true;
                case ReshapeOp:
                    var run = ReshapeOp.Runs(node.Inputs[0].Shape, node.Shape).First(r => r.After.Contains(axis));
                    var before = run.Before.Where(b => node.Inputs[0].Shape[b] != 1).ToArray();
                    if (before.Length != 1 || node.Inputs[0].Shape[before[0]] != node.Shape[axis]) return false;
                    Push(node.Inputs[0], before[0]);
                    return true;
                default: return node.Inputs.Count == 0;
            }
        }

        void PushLetter(Node input, Subscripts letters, char letter)
        {
            for (var axis = 0; axis < letters.Rank; axis++)
                if (letters.Axes[axis].FactorOf(letter) != 0) Push(input, axis);
        }
    }
}
