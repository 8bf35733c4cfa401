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
        foreach (var node in graph.Nodes)
            values[node] = node.Op.Evaluate(context, node.Shape, node.Inputs.Select(i => values[i]).ToArray());
        return values;
    }
}
