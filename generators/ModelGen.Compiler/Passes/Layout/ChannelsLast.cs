using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Puts the axis that a contraction shares with its weights last, so that it is in the lanes: the channels of an image. Later
/// operations keep that order as long as possible.
/// </summary>
internal static class ChannelsLast
{
    public static readonly Pass Pass = new("channels-last", graph => new Rewriter().Apply(graph));

    private sealed class Rewriter
    {
        private readonly GraphBuilder _builder = new();
        private readonly Dictionary<Node, (Value Value, AxisOrder Order)> _made = [];
        private readonly Dictionary<(Node, AxisOrder), Value> _permuted = [];

        public TensorGraph Apply(TensorGraph graph)
        {
            foreach (var node in graph.Nodes)
            {
                (_builder.Phase, _builder.Label, _builder.Lanes) = (node.Phase, node.Label, node.Lanes);
                var made = node.Op switch
                {
                    ContractOp op => Contract(op, node),
                    ReshapeOp op => Reshape(op, node),
                    PermuteOp op => Permute(op, node),
                    _ => Along(node),
                };
                _made[node] =
                    made ?? (_builder.Add(node.Op, node.Inputs.Select(i => Usual(i).Node).ToArray()), AxisOrder.Usual(node.Shape.Rank));
            }

            return new TensorGraph(graph.Outputs.Select(o => o with { Node = Usual(o.Node).Node }));
        }

        private Value Usual(Node node) => In(node, AxisOrder.Usual(node.Shape.Rank));

        /// <summary>The value of an old node with its axes in a given order.</summary>
        private Value In(Node node, AxisOrder order)
        {
            var (value, now) = _made[node];
            if (now == order) return value;
            if (_permuted.TryGetValue((node, order), out var known)) return known;
            return _permuted[(node, order)] = Permuted(value, now.To(order));
        }

        /// <summary>A value with its axes in another order. Where only axes of size one move, no element does.</summary>
        private static Value Permuted(Value value, int[] axes)
        {
            var moved = axes.Where(axis => value.Shape[axis] != 1).ToArray();
            return moved.SequenceEqual(moved.OrderBy(axis => axis))
                ? value.Reshape(Shape.Of(axes.Select(axis => value.Shape[axis]).ToArray()))
                : value.Permute(axes);
        }

        /// <summary>
        /// Letters that the result shares with the weights come last. The other operand may have any order if it is not read as
        /// vectors.
        /// </summary>
        private (Value, AxisOrder)? Contract(ContractOp op, Node node)
        {
            if (node.Inputs[1].Shape.IsBatched) return null;
            var letters = string.Concat(op.Result.OrderBy(l => op.Right.Contains(l)));
            var (value, order) = _made[node.Inputs[0]];
            if (op.Left.Contains(letters[letters.Length - 1]))
            {
                order = new AxisOrder(
                    order.Axes.OrderBy(axis => op.Left.Axes[axis].Plain is { } letter && op.Right.Contains(letter)).ToEquatableArray());
                value = In(node.Inputs[0], order);
            }

            var left = new Subscripts(order.Axes.Select(axis => op.Left.Axes[axis]).ToEquatableArray());
            var result = new AxisOrder(letters.Select(l => op.Result.IndexOf(l)).ToEquatableArray());
            return (_builder.Add(op with { Left = left, Result = letters }, value.Node, Usual(node.Inputs[1]).Node), result);
        }

        /// <summary>Axes that are divided or merged must be neighbours in the order, too.</summary>
        private (Value, AxisOrder)? Reshape(ReshapeOp op, Node node)
        {
            var (value, order) = _made[node.Inputs[0]];
            if (order.IsUsual) return null;
            var axes = new List<int>();
            var from = 0;
            // New axes of size one stand behind the first run, which has the samples.
            foreach (
                var (before, after) in ReshapeOp
                    .Runs(node.Inputs[0].Shape, op.Target)
                    .OrderBy(run => run.Before.Length == 0 ? 0 : order.PositionOf(run.Before[0])))
            {
                if (!before.SequenceEqual(order.Axes.Skip(from).Take(before.Length))) return null;
                from += before.Length;
                axes.AddRange(after);
            }

            var result = new AxisOrder(axes.ToEquatableArray());
            return (value.Reshape(result.Of(op.Target)), result);
        }

        /// <summary>The elements stay where they are; their axes have other names.</summary>
        private (Value, AxisOrder)? Permute(PermuteOp op, Node node)
        {
            var (value, order) = _made[node.Inputs[0]];
            if (order.IsUsual) return null;
            var positions = op.Order.ToList();
            return (value, new AxisOrder(order.Axes.Select(axis => positions.IndexOf(axis)).ToEquatableArray()));
        }

        /// <summary>All operands in the order of the first one, if the operation allows it.</summary>
        private (Value, AxisOrder)? Along(Node node)
        {
            var order = node.Inputs.Where(i => i.Shape.Rank == node.Shape.Rank).Select(i => _made[i].Order).FirstOrDefault(o => !o.IsUsual);
            if (order is null || node.Inputs.Any(i => i.Op is PositionOp or RandomOp) || node.Op.Along(order) is not { } op) return null;
            return (_builder.Add(op, node.Inputs.Select(i => Operand(i).Node).ToArray()), order);

            Value Operand(Node input)
            {
                var missing = order.Axes.Count - input.Shape.Rank;
                if (missing == 0) return In(input, order);
                if (input.Shape.Rank == 0) return Usual(input);
                var wide = Usual(input).Reshape(Shape.Of([.. Enumerable.Repeat(1, missing), .. input.Shape.Dimensions]));
                return Permuted(wide, [.. order.Axes]);
            }
        }
    }
}
