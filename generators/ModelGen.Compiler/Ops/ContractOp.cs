using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The size of a letter that is no whole axis of an operand: the positions of a window, or its taps.</summary>
public sealed record LetterSize(char Letter, int Count);

/// <summary>
/// A sum of products over the letters that the result lacks, in <c>einsum</c> notation: <c>nk,ko->no</c> is a matrix product. An axis
/// of an operand may be a sum of letters, which makes windows: <c>n(2h+p)(2w+q)c,pqco->nhwo</c> is a convolution of stride 2. Positions
/// outside of the operand have no product: <c>n(h+p-1)(w+q-1)c,pqco->nhwo</c> has a padding of one. They count as zero even if the
/// other factor is NaN or infinite.
/// </summary>
/// <param name="Left">The axes of the left operand.</param>
/// <param name="Right">The axes of the right operand.</param>
/// <param name="Result">The axes of the result.</param>
/// <param name="Summed">The letters summed over, the last fastest. Their order is part of the meaning.</param>
/// <param name="WindowSizes">The sizes of letters that stand for no operand's axis.</param>
/// <remarks>
/// Each element of the result is one chain of multiply-adds, starting from zero; they are fused, or <see cref="IsUnfused"/>. By
/// default the summed letters have the order in
/// which the right operand has them. In a convolution that is the weight, so its sums run over the taps and then over the channels,
/// whatever the order of the image's axes.
/// </remarks>
public sealed record ContractOp(
    Subscripts Left, Subscripts Right, string Result, string Summed, EquatableArray<LetterSize> WindowSizes) : Op
{
    public override string Name => "contract";

    /// <summary>Whether each product is rounded before it is added.</summary>
    public bool IsUnfused { get; init; }

    /// <summary>
    /// Whether each element of the operands is a pair of whole numbers, see <see cref="PairOp"/>: a product is then the sum of two, and
    /// sums are exact. The result is rounded to float once.
    /// </summary>
    public bool IsOfPairs { get; init; }

    public override OpRole Role => OpRole.Anchor;

    public override bool HasWindows => Left.HasWindows || Right.HasWindows;

    /// <summary>Reads <c>nk,ko->no</c>.</summary>
    public static ContractOp Parse(string equation, params (char Letter, int Count)[] extents)
    {
        var arrow = equation.IndexOf("->", StringComparison.Ordinal);
        var comma = equation.IndexOf(',');
        return Of(
            Subscripts.Parse(equation.Substring(0, comma)),
            Subscripts.Parse(equation.Substring(comma + 1, arrow - comma - 1)),
            equation.Substring(arrow + 2),
            extents.Select(e => new LetterSize(e.Letter, e.Count)));
    }

    /// <summary>Keeps the sizes that are needed: of letters that are no axis of an operand.</summary>
    public static ContractOp Of(Subscripts left, Subscripts right, string result, IEnumerable<LetterSize> extents)
    {
        var needed = extents.Where(e =>
            left.AxisOf(e.Letter) < 0 && right.AxisOf(e.Letter) < 0 && (left.Contains(e.Letter) || right.Contains(e.Letter)));
        var summed = new string(right.Letters.Where(l => left.Contains(l) && !result.Contains(l)).ToArray());
        var op = new ContractOp(left, right, result, summed, needed.OrderBy(e => e.Letter).ToEquatableArray());
        var onlyOnce = (left.Letters + right.Letters).Where(l => !result.Contains(l) && !(left.Contains(l) && right.Contains(l)));
        if (onlyOnce.Any()) throw new CompilerException($"'{op}' drops an axis that only one operand has.");
        return op;
    }

    /// <summary>The size of each letter's axis.</summary>
    public IReadOnlyDictionary<char, int> Sizes(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2 || inputs[0].Rank != Left.Rank || inputs[1].Rank != Right.Rank) throw Misfit(inputs);
        var sizes = WindowSizes.ToDictionary(e => e.Letter, e => e.Count);
        foreach (var (operand, shape) in new[] { (Left, inputs[0]), (Right, inputs[1]) })
        {
            for (var i = 0; i < operand.Rank; i++)
            {
                if (operand.Axes[i].Plain is not { } letter) continue;
                if (sizes.TryGetValue(letter, out var known) && known != shape[i]) throw Misfit(inputs);
                sizes[letter] = shape[i];
            }
        }

        if (Left.Letters.Concat(Right.Letters).Any(letter => !sizes.ContainsKey(letter))) throw Misfit(inputs);
        return sizes;
    }

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var sizes = Sizes(inputs);
        return Shape.Of(Result.Select(l => sizes[l]).ToArray());
    }

    public override IReadOnlyList<Value?> Gradient(Value node, IReadOnlyList<Value> inputs, Value upstream)
    {
        var sizes = Sizes(inputs.Select(i => i.Shape).ToArray());
        var (result, left, right) = (
            new SubscriptedValue(Subscripts.Parse(Result), upstream),
            new SubscriptedValue(Left, inputs[0]),
            new SubscriptedValue(Right, inputs[1]));
        return
        [
            ContractGradient.Of(Left, inputs[0].Shape, result, right, sizes),
            ContractGradient.Of(Right, inputs[1].Shape, left, result, sizes),
        ];
    }

    public override Tensor Evaluate(EvaluationContext context, Shape shape, IReadOnlyList<Tensor> inputs)
    {
        var result = new Tensor(context.Resolve(shape));
        var (left, right, sums) = (inputs[0].Data, inputs[1].Data, result.Data);
        ContractProducts.ForEach(this, inputs[0].Dimensions, inputs[1].Dimensions, row =>
        {
            for (var i = 0; i < row.Count; i++)
            {
                var (a, b) = (left[row.Left + (i * row.LeftStep)], right[row.Right + (i * row.RightStep)]);
                sums[row.Result + (i * row.ResultStep)] += IsOfPairs ? PairOp.Product(a, b) : a * b;
            }
        });
        return result;
    }

    public override long MultiplyAdds(Node node)
    {
        var product = 1L;
        foreach (var size in Sizes([node.Inputs[0].Shape, node.Inputs[1].Shape]).Values)
            if (size != Shape.Batch) product *= size;
        return IsOfPairs ? 2 * product : product;
    }

    /// <summary>Known if each spatial axis of one operand is an axis of the result, perhaps with a window.</summary>
    public override ReceptiveField? FieldOf(Node node, IReadOnlyList<ReceptiveField?> inputs)
    {
        var image = inputs[0] is null ? 1 : 0;
        if (inputs[image] is not { } field || node.Inputs[1 - image].Shape.IsBatched) return null;
        var (operand, sizes) = (image == 0 ? Left : Right, Sizes(node.Inputs.Select(i => i.Shape).ToArray()));
        var seen = (ReceptiveField?)field;
        foreach (var axis in field.Axes.Select(a => a.Axis))
        {
            var subscript = operand.Axes[axis];
            var taps = subscript.Terms.Where(t => !Result.Contains(t.Letter)).ToArray();
            if (PositionOf(axis) is not { Factor: > 0 } position || taps.Length > 1) return null;
            var (count, dilation) = taps.Length == 0 ? (1, 1) : (sizes[taps[0].Letter], taps[0].Factor);
            seen = seen?.Through(axis, new AxisMap(position.Factor, count, dilation, subscript.Offset));
        }

        return seen?.Moved(axis => Result.IndexOf(PositionOf(axis)!.Letter));

        SubscriptTerm? PositionOf(int axis)
        {
            var positions = operand.Axes[axis].Terms.Where(t => Result.Contains(t.Letter)).ToArray();
            return positions.Length == 1 ? positions[0] : null;
        }
    }

    public override bool TakesEpilogue(Node node) => true;

    public override string ToString() =>
        $"contract {Left},{Right}->{Result}{(IsUnfused ? " unfused" : "")}{(IsOfPairs ? " of pairs" : "")}";
}
