using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Ops;

/// <summary>What a graph is evaluated with: the leaves' values, the number of samples and the random key.</summary>
public sealed class EvaluationContext(int samples, Func<LeafOp, double[]> leaves, uint seed = 0, uint step = 0)
{
    public int Samples { get; } = samples;

    public uint Seed { get; } = seed;

    public uint Step { get; } = step;

    /// <summary>The leaf's values, row-major in its shape.</summary>
    public double[] Leaf(LeafOp leaf) => leaves(leaf);

    public int[] Resolve(Shape shape) => shape.Dimensions.Select(d => d == Shape.Batch ? Samples : d).ToArray();
}

/// <summary>The oracle: evaluates a graph op by op in double precision.</summary>
public static class GraphInterpreter
{
    /// <summary>The values of all nodes.</summary>
    public static IReadOnlyDictionary<Node, Tensor> Run(TensorGraph graph, EvaluationContext context)
    {
        var values = new Dictionary<Node, Tensor>();
        foreach (var node in graph.Nodes.Any(n => n.Loop is not null) ? LoopOrder.Of(graph.Nodes, n => n.Loop, n => n.Inputs) : graph.Nodes)
        {
            if (node.Loop is { } loop) RunLoop(loop);
            else if (!values.ContainsKey(node)) values[node] = Evaluate(node);
        }

        return values;

        Tensor Evaluate(Node node) => node.Op.Evaluate(context, node.Shape, node.Inputs.Select(i => values[i]).ToArray());

        void RunLoop(ScanLoop loop)
        {
            var body = graph.Nodes.Where(n => n.Loop == loop).ToArray();
            if (values.ContainsKey(body[0])) return;
            var histories = graph.Nodes.Where(n => n.Op is HistoryOp op && op.Loop == loop).ToArray();
            var stacks = graph.Nodes.Where(n => n.Op is StackOp op && op.Loop == loop).ToArray();
            foreach (var whole in histories.Concat(stacks)) values[whole] = new Tensor(context.Resolve(whole.Shape));
            foreach (var history in histories)
                ScanOp.CopyTo(values[history], HistoryOp.Before(loop) + loop.First, values[history.Inputs[0]]);
            for (var iteration = 0; iteration < loop.Length; iteration++)
            {
                var time = loop.At(iteration);
                foreach (var node in body)
                {
                    values[node] = node.Op switch
                    {
                        StepOp => ScanOp.SliceAt(values[node.Inputs[0]], time),
                        CarriedOp => ScanOp.SliceAt(
                            values[histories.First(h => h.Inputs[1] == node)],
                            HistoryOp.Before(loop) + time),
                        _ => Evaluate(node),
                    };
                }

                foreach (var history in histories)
                    ScanOp.CopyTo(values[history], HistoryOp.Behind(loop) + time, values[history.Inputs[2]]);
                foreach (var stack in stacks) ScanOp.CopyTo(values[stack], time, values[stack.Inputs[0]]);
            }
        }
    }
}
