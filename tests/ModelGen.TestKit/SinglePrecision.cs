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
    public static IReadOnlyDictionary<Node, Tensor> Run(
        TensorGraph graph,
        EvaluationContext context,
        IReadOnlyDictionary<Node, Tensor>? known = null)
    {
        Dictionary<Node, Tensor> values = [];
        foreach (Node node in graph.Nodes)
        {
            values[node] =
                known?.GetValueOrDefault(node)
                ?? node.Op switch
                {
                    MapOp map => Map(map.Function, new Tensor(context.Resolve(node.Shape)), [.. node.Inputs.Select(i => values[i])]),
                    ReduceOp reduce => Reduce(reduce, node, values[node.Inputs[0]], context),
                    WindowReduceOp { Kind: ReduceKind.Sum } op => WindowSum(
                        op,
                        values[node.Inputs[0]],
                        new Tensor(context.Resolve(node.Shape))),
                    WindowSpreadOp op => Spread(op, values[node.Inputs[0]], new Tensor(context.Resolve(node.Shape))),
                    ContractOp op => Contract(op, values[node.Inputs[0]], values[node.Inputs[1]], new Tensor(context.Resolve(node.Shape))),
                    _ => Rounded(node.Op.Evaluate(context, node.Shape, [.. node.Inputs.Select(i => values[i])])),
                };
        }

        return values;
    }

    /// <summary>What is moved, or made from nothing.</summary>
    private static Tensor Rounded(Tensor tensor) => new(tensor.Dimensions, [.. tensor.Data.Select(x => (double)(float)x)]);

    private static Tensor Map(ScalarFunction function, Tensor result, Tensor[] inputs)
    {
        float[][] arguments = [.. inputs.Select(input => Stretched(input, result.Dimensions))];
        float[] values = SingleFunctions.Apply(function, arguments, result.Data.Length);
        for (int i = 0; i < values.Length; i++) result.Data[i] = values[i];
        return result;
    }

    private static float[] Stretched(Tensor tensor, int[] dimensions)
    {
        int[] strides = tensor.Strides();
        int missing = dimensions.Length - strides.Length, next = 0;
        float[] values = new float[dimensions.Aggregate(1, (a, b) => a * b)];
        Tensor.ForEach(dimensions, index =>
        {
            int offset = 0;
            for (int axis = 0; axis < strides.Length; axis++) offset += strides[axis] * index[missing + axis];
            values[next++] = (float)tensor.Data[offset];
        });
        return values;
    }

    /// <summary>In order, or sixteen partial results along the last axis longer than one and a tree of them.</summary>
    private static Tensor Reduce(ReduceOp op, Node node, Tensor input, EvaluationContext context)
    {
        Shape domain = node.Inputs[0].Shape;
        int last = Enumerable
            .Range(domain.IsBatched ? 1 : 0, domain.Rank - (domain.IsBatched ? 1 : 0))
            .LastOrDefault(axis => domain[axis] != 1, -1);
        bool isTree = !op.InOrder && op.Axes.Contains(last);
        Tensor result = new(context.Resolve(node.Shape));
        int[] strides = result.Strides();
        float[][] partial = [.. result.Data.Select(_ => Enumerable.Repeat((float)op.Identity, isTree ? Lanes : 1).ToArray())];
        int next = 0;
        Tensor.ForEach(input.Dimensions, index =>
        {
            int place = index.Select((position, axis) => strides[axis] * position).Sum();
            int lane = isTree ? index[last] % Lanes : 0;
            partial[place][lane] = Combine(partial[place][lane], (float)input.Data[next++]);
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

    private static Tensor WindowSum(WindowReduceOp op, Tensor input, Tensor result)
    {
        Windows.ForEach(
            op.Windows,
            result,
            input,
            (position, place) => result.Data[position] = (float)result.Data[position] + (float)input.Data[place]);
        return result;
    }

    private static Tensor Spread(WindowSpreadOp op, Tensor input, Tensor result)
    {
        Windows.ForEach(
            op.Windows,
            input,
            result,
            (position, place) => result.Data[place] = (float)result.Data[place] + (float)input.Data[position]);
        return result;
    }

    /// <summary>For each result one chain of multiply-adds, fused or not, from zero, the last of the summed axes fastest.</summary>
    private static Tensor Contract(ContractOp op, Tensor left, Tensor right, Tensor result)
    {
        string letters = op.Result + op.Summed;
        Dictionary<char, int> sizes = op.WindowSizes.ToDictionary(e => e.Letter, e => e.Count);
        foreach ((Subscripts operand, Tensor tensor) in new[] { (op.Left, left), (op.Right, right) })
            for (int axis = 0; axis < operand.Rank; axis++)
                if (operand.Axes[axis].Plain is { } letter) sizes[letter] = tensor.Dimensions[axis];
        Operand a = new(op.Left, left, letters), b = new(op.Right, right, letters);
        int inner = op.Summed.Aggregate(1, (count, letter) => count * sizes[letter]);
        int next = 0;
        float sum = 0;
        Tensor.ForEach([.. letters.Select(letter => sizes[letter])], index =>
        {
            if (a.At(index) is { } x && b.At(index) is { } y) sum = op.IsUnfused ? (x * y) + sum : MathF.FusedMultiplyAdd(x, y, sum);
            if (++next % inner != 0) return;
            result.Data[(next / inner) - 1] = sum;
            sum = 0;
        });
        return result;
    }

    private sealed class Operand(Subscripts subscripts, Tensor tensor, string letters)
    {
        private readonly int[] _strides = tensor.Strides();
        private readonly int[][] _factors = [.. subscripts.Axes.Select(axis => letters.Select(axis.FactorOf).ToArray())];

        /// <summary>An element; null beyond the tensor.</summary>
        public float? At(int[] index)
        {
            int offset = 0;
            for (int axis = 0; axis < _factors.Length; axis++)
            {
                int place = subscripts.Axes[axis].Offset;
                for (int i = 0; i < index.Length; i++) place += _factors[axis][i] * index[i];
                if (place < 0 || place >= tensor.Dimensions[axis]) return null;
                offset += place * _strides[axis];
            }

            return (float)tensor.Data[offset];
        }
    }
}
