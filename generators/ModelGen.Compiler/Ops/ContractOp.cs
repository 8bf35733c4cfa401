using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Lowering;

namespace ModelGen.Compiler.Ops;

/// <summary>A sum of products over the axes the result lacks, in <c>einsum</c> notation: <c>nk,ko->no</c> is a matrix product.</summary>
/// <remarks>
/// The order is part of the meaning: each element of the result is one chain of fused multiply-adds, starting from zero,
/// over the summed axes in the order in which the left operand has them, the last fastest.
/// </remarks>
public sealed record ContractOp(string Left, string Right, string Result) : Op
{
    public override string Name => "contract";

    public override OpRole Role => OpRole.Anchor;

    /// <summary>The letters summed over.</summary>
    public string Summed => new(Left.Where(l => Right.Contains(l) && !Result.Contains(l)).ToArray());

    public static ContractOp Parse(string equation)
    {
        var arrow = equation.IndexOf("->", StringComparison.Ordinal);
        var comma = equation.IndexOf(',');
        var op = new ContractOp(
            equation.Substring(0, comma), equation.Substring(comma + 1, arrow - comma - 1), equation.Substring(arrow + 2));
        var onlyOnce = (op.Left + op.Right).Where(l => !op.Result.Contains(l) && !(op.Left.Contains(l) && op.Right.Contains(l)));
        if (onlyOnce.Any()) throw new CompilerException($"'{equation}' drops an axis that only one operand has.");
        return op;
    }

    /// <summary>The size of each letter's axis.</summary>
    public IReadOnlyDictionary<char, int> Sizes(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2 || inputs[0].Rank != Left.Length || inputs[1].Rank != Right.Length) throw Misfit(inputs);
        var sizes = new Dictionary<char, int>();
        foreach (var (letters, shape) in new[] { (Left, inputs[0]), (Right, inputs[1]) })
        {
            for (var i = 0; i < letters.Length; i++)
            {
                if (sizes.TryGetValue(letters[i], out var known) && known != shape[i]) throw Misfit(inputs);
                sizes[letters[i]] = shape[i];
            }
        }

        return sizes;
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var sizes = Sizes(inputs);
        return Shape.Of(Result.Select(l => sizes[l]).ToArray());
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream) =>
    [
        node.Builder.Contract($"{Result},{Right}->{Left}", upstream, inputs[1]),
        node.Builder.Contract($"{Left},{Result}->{Right}", inputs[0], upstream),
    ];

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var letters = Result + Summed;
        var sizes = letters.Select(l => Left.Contains(l)
            ? inputs[0].Dimensions[Left.IndexOf(l)]
            : inputs[1].Dimensions[Right.IndexOf(l)]).ToArray();
        int[] Along(string operand, Tensor tensor)
        {
            var strides = tensor.Strides();
            return letters.Select(l => operand.IndexOf(l) is >= 0 and var axis ? strides[axis] : 0).ToArray();
        }

        int[] left = Along(Left, inputs[0]), right = Along(Right, inputs[1]), output = Along(Result, result);
        Tensor.ForEach(sizes, index =>
        {
            int l = 0, r = 0, o = 0;
            for (var i = 0; i < index.Length; i++)
            {
                l += left[i] * index[i];
                r += right[i] * index[i];
                o += output[i] * index[i];
            }

            result.Data[o] += inputs[0].Data[l] * inputs[1].Data[r];
        });
        return result;
    }

    public override long MultiplyAdds(Node node)
    {
        var product = 1L;
        foreach (var size in Sizes([node.Inputs[0].Shape, node.Inputs[1].Shape]).Values)
            if (size != Shape.Batch) product *= size;
        return product;
    }

    public override void Lower(GroupLowering lowering, Node node) => ContractLowering.Lower(lowering, node);

    public override string ToString() => $"contract {Left},{Right}->{Result}";
}
