using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.TestKit;

/// <summary>
/// Evaluates the forward graph of a model to the bit: in single precision, each sum in the order that is fixed on the graph. What generated
/// code
/// computes must have the same bits.
/// </summary>
/// <remarks>Tensors hold their floats as doubles. Elementary functions are the compiler's own: see <see cref="SingleFunctions"/>.</remarks>
public static class SinglePrecision
{
    private const int Lanes = 16;

    /// <summary>The values of all nodes.</summary>
    /// <param name="graph">A graph whose arithmetic is fixed, before lanes are chosen.</param>
    /// <param name="context">The values of leaves, each a float.</param>
    /// <param name="known">Values of some nodes, which are taken instead of what they compute.</param>
    public static IReadOnlyDictionary<Node, Compiler.Graph.Tensor> Run(
        TensorGraph graph,
        EvaluationContext context,
        IReadOnlyDictionary<Node, Compiler.Graph.Tensor>? known = null)
    {
        Dictionary<Node, Compiler.Graph.Tensor> values = [];
        foreach (Node node in graph.Nodes)
        {
            values[node] =
                known?.GetValueOrDefault(node)
                ?? node.Op switch
                {
                    MapOp map =>
                        Map(map.Function, new Compiler.Graph.Tensor(context.Resolve(node.Shape)), [.. node.Inputs.Select(i => values[i])]),
                    ReduceOp reduce => Reduce(reduce, node, values[node.Inputs[0]], context),
                    WindowReduceOp { Kind: ReduceKind.Sum } op => WindowSum(
                        op,
                        values[node.Inputs[0]],
                        new Compiler.Graph.Tensor(context.Resolve(node.Shape))),
                    WindowSpreadOp op => Spread(op, values[node.Inputs[0]], new Compiler.Graph.Tensor(context.Resolve(node.Shape))),
                    ContractOp op =>
                        Contract(op, values[node.Inputs[0]], values[node.Inputs[1]],
                            new Compiler.Graph.Tensor(context.Resolve(node.Shape))),
                    _ => Rounded(node.Op.Evaluate(context, node.Shape, [.. node.Inputs.Select(i => values[i])])),
                };
        }

        return values;
    }

    /// <summary>What is moved, or made from nothing.</summary>
    private static Compiler.Graph.Tensor Rounded(Compiler.Graph.Tensor tensor) =>
        new(tensor.Dimensions, [.. tensor.Data.Select(x => (double)(float)x)]);

    private static Compiler.Graph.Tensor Map(ScalarFunction function, Compiler.Graph.Tensor result, Compiler.Graph.Tensor[] inputs)
    {
        float[][] arguments = [.. inputs.Select(input => Stretched(input, result.Dimensions))];
        float[] values = SingleFunctions.Apply(function, arguments, result.Data.Length);
        for (int i = 0; i < values.Length; i++) result.Data[i] = values[i];
        return result;
    }

    private static float[] Stretched(Compiler.Graph.Tensor tensor, int[] dimensions)
    {
        int next = 0;
        float[] values = new float[dimensions.Aggregate(1, (a, b) => a * b)];
        Compiler.Graph.Tensor.ForEachOffset(dimensions, 0, tensor.Strides(), offset => values[next++] = (float)tensor.Data[offset]);
        return values;
    }

    /// <summary>In order, or sixteen partial results along the last axis longer than one and a tree of them.</summary>
    private static Compiler.Graph.Tensor Reduce(ReduceOp op, Node node, Compiler.Graph.Tensor input, EvaluationContext context)
    {
        Shape domain = node.Inputs[0].Shape;
        int last = Enumerable
            .Range(domain.IsBatched ? 1 : 0, domain.Rank - (domain.IsBatched ? 1 : 0))
            .LastOrDefault(axis => domain[axis] != 1, -1);
        bool isTree = !op.InOrder && op.Axes.Contains(last);
        Compiler.Graph.Tensor result = new(context.Resolve(node.Shape));
        float[][] partial = [.. result.Data.Select(_ => Enumerable.Repeat((float)op.Identity, isTree ? Lanes : 1).ToArray())];
        int next = 0;
        int[] positions = [.. input.Dimensions.Select((_, axis) => axis == last ? 1 : 0)];
        Compiler.Graph.Tensor.ForEachOffset(input.Dimensions, [result.Strides(), positions], offsets =>
        {
            float[] lanes = partial[offsets[0]];
            int lane = isTree ? offsets[1] % Lanes : 0;
            lanes[lane] = Combine(lanes[lane], (float)input.Data[next++]);
        });
        for (int half = Lanes / 2; isTree && half > 0; half /= 2)
        {
            foreach (float[] lanes in partial)
                for (int i = 0; i < half; i++) lanes[i] = Combine(lanes[i], lanes[i + half]);
        }

        for (int i = 0; i < partial.Length; i++) result.Data[i] = partial[i][0];
        return result;

        float Combine(float a, float b) => op.Kind == ReduceKind.Sum ? a + b : (float)ScalarFunction.Max.Evaluate([a, b]);
    }

    private static Compiler.Graph.Tensor WindowSum(WindowReduceOp op, Compiler.Graph.Tensor input, Compiler.Graph.Tensor result)
    {
        Windows.ForEach(
            op.Windows,
            result,
            input,
            (position, place) => result.Data[position] = (float)result.Data[position] + (float)input.Data[place]);
        return result;
    }

    private static Compiler.Graph.Tensor Spread(WindowSpreadOp op, Compiler.Graph.Tensor input, Compiler.Graph.Tensor result)
    {
        Windows.ForEach(
            op.Windows,
            input,
            result,
            (position, place) => result.Data[place] = (float)result.Data[place] + (float)input.Data[position]);
        return result;
    }

    /// <summary>For each result one chain of multiply-adds, fused or not, from zero, the last of the summed axes fastest.</summary>
    private static Compiler.Graph.Tensor Contract(ContractOp op, Compiler.Graph.Tensor left, Compiler.Graph.Tensor right,
        Compiler.Graph.Tensor result)
    {
        (double[] a, double[] b, double[] sums) = (left.Data, right.Data, result.Data);
        ContractProducts.ForEach(op, left.Dimensions, right.Dimensions, row =>
        {
            for (int i = 0; i < row.Count; i++)
            {
                (float x, float y) = ((float)a[row.Left + (i * row.LeftStep)], (float)b[row.Right + (i * row.RightStep)]);
                ref double sum = ref sums[row.Result + (i * row.ResultStep)];
                sum = op.IsUnfused ? (x * y) + (float)sum : MathF.FusedMultiplyAdd(x, y, (float)sum);
            }
        });
        return result;
    }
}
