using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Every operator that can be imported, by name.</summary>
internal static class ConversionTable
{
    /// <summary>Operators that are computed while importing, on what is known, and have no meaning for samples here.</summary>
    private static readonly HashSet<string> OnlyKnown =
    [
        "Constant", "ConstantOfShape", "Range", "If", "Floor", "Ceil", "Mod", "QuantizeLinear", "DequantizeLinear",
    ];

    /// <summary>Operators that take the batch in front only.</summary>
    private static readonly HashSet<string> OfBatchInFront = ["Gemm", "Flatten", "Resize", "Upsample"];

    /// <summary>Operators that take a batch with other axes in its axis, such as [N · heads, steps, features].</summary>
    private static readonly HashSet<string> OfMergedBatch =
    [
        "Gemm", "MatMul", "Transpose", "Reshape", "Softmax", "LogSoftmax", "Identity", "Dropout", "Cast", "Shape",
    ];

    private static readonly Dictionary<string, Action<GraphImport, OnnxNode>> Table = new(StringComparer.Ordinal)
    {
        // Layers with weights.
        ["Conv"] = Convolutions.Conv,
        ["ConvTranspose"] = Convolutions.ConvTranspose,
        ["Gemm"] = Products.Gemm,
        ["MatMul"] = Products.MatMul,
        ["Einsum"] = Products.Einsum,
        ["Gather"] = Parts.Gather,
        ["PRelu"] = Activations.PRelu,

        // Steps of sequences.
        ["LSTM"] = Recurrent.Lstm,
        ["GRU"] = Recurrent.Gru,
        ["RNN"] = Recurrent.Rnn,

        // Normalizations.
        ["BatchNormalization"] = Normalizations.BatchNormalization,
        ["LayerNormalization"] = Normalizations.LayerNormalization,
        ["InstanceNormalization"] = Normalizations.InstanceNormalization,
        ["GroupNormalization"] = Normalizations.Group,
        ["LpNormalization"] = Normalizations.Lp,
        ["LRN"] = Normalizations.LocalResponse,

        // Windows.
        ["MaxPool"] = Pooling.Max,
        ["AveragePool"] = Pooling.Average,
        ["GlobalAveragePool"] = Pooling.GlobalAverage,
        ["GlobalMaxPool"] = Pooling.GlobalMax,
        ["Resize"] = Resizing.Resize,
        ["Upsample"] = Resizing.Resize,
        ["DepthToSpace"] = Resizing.DepthToSpace,
        ["SpaceToDepth"] = Resizing.SpaceToDepth,
        ["Pad"] = Padding.Pad,

        // Activations.
        ["Relu"] = Activations.Layer("Relu"),
        ["Sigmoid"] = Activations.Sigmoid,
        ["Tanh"] = Activations.Layer("Tanh"),
        ["Softplus"] = Activations.Layer("Softplus"),
        ["LeakyRelu"] = (import, node) => Activations.Scaled(import, node, "LeakyRelu", 0.01f),
        ["Elu"] = (import, node) => Activations.Scaled(import, node, "Elu", 1),
        ["HardSigmoid"] = Activations.HardSigmoid,
        ["HardSwish"] = Activations.Formula("HardSwish", "x * Max(0, Min(1, x / 6 + 0.5))"),
        ["Gelu"] = Activations.Gelu,
        ["Selu"] = Activations.Selu,
        ["Celu"] = Activations.Celu,
        ["Softsign"] = Activations.Formula("Softsign", "x / (1 + Abs(x))"),
        ["Mish"] = Activations.Formula("Mish", "x * Tanh(Softplus(x))"),
        ["ThresholdedRelu"] = Activations.ThresholdedRelu,
        ["Shrink"] = Activations.Shrink,
        ["Clip"] = Activations.Clip,
        ["Softmax"] = Activations.Softmax,
        ["LogSoftmax"] = Activations.Softmax,

        // Of each element.
        ["Exp"] = Activations.Formula("Exponential", "Exp(x)"),
        ["Log"] = Activations.Formula("Logarithm", "Log(x)"),
        ["Sqrt"] = Activations.Formula("SquareRoot", "Sqrt(x)"),
        ["Abs"] = Activations.Formula("Absolute", "Abs(x)"),
        ["Neg"] = Activations.Formula("Negative", "-x"),
        ["Sign"] = Activations.Formula("Signs", "Sign(x)"),
        ["Erf"] = Patterns.Erf,
        ["Reciprocal"] = Activations.Formula("Reciprocal", "1 / x"),
        ["Add"] = Elementwise.Add,
        ["Sum"] = Elementwise.Add,
        ["Mul"] = Elementwise.Multiply,
        ["Sub"] = (import, node) => Elementwise.Binary(import, node, "Difference", "{0} - {1}"),
        ["Div"] = Elementwise.Divide,
        ["Pow"] = Elementwise.Power,
        ["Max"] = (import, node) => Elementwise.Fold(import, node, "Maximum", "Max({0}, {1})"),
        ["Min"] = (import, node) => Elementwise.Fold(import, node, "Minimum", "Min({0}, {1})"),
        ["Less"] = (import, node) => Elementwise.Binary(import, node, "IsLess", "{0} < {1}"),
        ["Greater"] = (import, node) => Elementwise.Binary(import, node, "IsGreater", "{0} > {1}"),
        ["LessOrEqual"] = (import, node) => Elementwise.Binary(import, node, "IsLessOrEqual", "{0} <= {1}"),
        ["GreaterOrEqual"] = (import, node) => Elementwise.Binary(import, node, "IsGreaterOrEqual", "{0} >= {1}"),
        ["Equal"] = (import, node) => Elementwise.Binary(import, node, "IsEqual", "Equal({0}, {1})"),
        ["Where"] = Elementwise.Where,

        // Truth values are 1 and 0.
        ["Not"] = Activations.Formula("IsNot", "1 - x"),
        ["And"] = (import, node) => Elementwise.Binary(import, node, "AreBoth", "{0} * {1}"),
        ["Or"] = (import, node) => Elementwise.Fold(import, node, "IsEither", "Max({0}, {1})"),
        ["Xor"] = (import, node) => Elementwise.Binary(import, node, "IsOne", "Abs({0} - {1})"),

        // Along axes.
        ["ReduceMean"] = Patterns.ReduceMean,
        ["ReduceSum"] = (import, node) => Reductions.Reduce(import, node, "Sum"),
        ["ReduceMax"] = (import, node) => Reductions.Reduce(import, node, "Max"),
        ["ReduceMin"] = (import, node) => Reductions.Reduce(import, node, "Min"),
        ["ReduceL1"] = Reductions.Formula("SumOfMagnitudes", "Abs(x).Sum({0})"),
        ["ReduceL2"] = Reductions.Formula("Lengths", "Sqrt(Square(x).Sum({0}))"),
        ["ReduceSumSquare"] = Reductions.Formula("SumOfSquares", "Square(x).Sum({0})"),
        ["ReduceLogSum"] = Reductions.Formula("LogOfSum", "Log(x.Sum({0}))"),
        ["ReduceLogSumExp"] = Reductions.Formula("LogOfSumOfPowers", "x.Max({0}) + Log(Exp(x - x.Max({0})).Sum({0}))"),
        ["CumSum"] = Tables.CumulativeSum,
        ["ArgMax"] = (import, node) => Extremes.Position(import, node, "Max"),
        ["ArgMin"] = (import, node) => Extremes.Position(import, node, "Min"),
        ["TopK"] = Extremes.Top,

        // Views.
        ["Flatten"] = Views.Flatten,
        ["Reshape"] = Views.Reshape,
        ["Squeeze"] = Views.Squeeze,
        ["Unsqueeze"] = Views.Unsqueeze,
        ["Transpose"] = Views.Transpose,
        ["Concat"] = Parts.Concat,
        ["Slice"] = Parts.Slice,
        ["Split"] = Parts.Split,
        ["Expand"] = Parts.Expand,
        ["Tile"] = Parts.Tile,
        ["Trilu"] = Tables.Triangle,
        ["Shape"] = Views.Shape,
        ["Size"] = Views.Shape,
        ["Identity"] = Views.Same,
        ["Dropout"] = Views.Dropout,
        ["Cast"] = Views.Cast,
    };

    /// <summary>Whether an operator can be imported.</summary>
    public static bool Knows(string type) => Table.ContainsKey(type) || OnlyKnown.Contains(type);

    /// <summary>Names of all operators.</summary>
    public static IReadOnlyCollection<string> Names => [.. Table.Keys, .. OnlyKnown];

    /// <summary>The operand with most axes: the result has the batch where it has it.</summary>
    /// <exception cref="Unsupported">The batches of the operands would not meet, or the operator takes a batch in front only.</exception>
    public static Sample? Leading(OnnxNode node, IReadOnlyList<Sample> operands)
    {
        // A single number meets everything.
        Sample[] others = [.. operands.Where(operand => operand is not { BatchAxis: < 0, Shape.Length: 0 })];
        if (others.Length == 0) return operands.FirstOrDefault();
        operands = others;
        Sample longest = operands.MaxBy(operand => operand.OnnxRank)!;
        foreach (Sample other in operands)
        {
            bool meet = other.BatchFromEnd == longest.BatchFromEnd && (other.Before, other.After) == (longest.Before, longest.After)
                && (!longest.IsMerged || Merged(other).SequenceEqual(Merged(longest)));
            if (!meet)
            {
                throw new Unsupported(
                    $"{GraphImport.Text(longest)} and {GraphImport.Text(other)} arrive: the batch would meet another axis.");
            }
        }

        if (longest.BatchAxis > 0 && OfBatchInFront.Contains(node.OpType))
            throw new Unsupported($"{GraphImport.Text(longest)} arrives; it takes a batch in front.");
        return !longest.IsMerged || OfMergedBatch.Contains(node.OpType) || IsOfEachElement(node.OpType)
            ? longest
            : throw new Unsupported($"{GraphImport.Text(longest)} arrives; it takes a batch as an axis of its own.");
    }

    private static ReadOnlySpan<int> Merged(Sample x) => x.Shape.AsSpan(x.BatchAxis, x.Before + x.After);

    private static bool IsOfEachElement(string type) => type is "Add" or "Sub" or "Mul" or "Div" or "Pow" or "Max" or "Min" or "Sum"
        or "Where" or "Relu" or "LeakyRelu" or "Elu" or "Selu" or "Celu" or "Gelu" or "Sigmoid" or "HardSigmoid" or "HardSwish" or "Tanh"
        or "Softplus" or "Softsign" or "Mish" or "Clip" or "Exp" or "Log" or "Sqrt" or "Abs" or "Neg" or "Sign" or "Erf" or "Reciprocal"
        or "Less" or "Greater" or "LessOrEqual" or "GreaterOrEqual" or "Equal";

    /// <summary>Operators of quantized files, whose results depend on how they round.</summary>
    public static bool IsOfWholeNumbers(string type) =>
        type.StartsWith("QLinear", StringComparison.Ordinal) || type is "DynamicQuantizeLinear" or "MatMulInteger" or "ConvInteger";

    /// <summary>Whether nodes of this operator have results behind a first one that is left out.</summary>
    public static bool MayLeaveOut(string type) => type is "LSTM" or "GRU" or "RNN";

    /// <summary>Makes the steps of a node.</summary>
    /// <exception cref="Unsupported">It cannot be expressed.</exception>
    public static void Convert(GraphImport import, OnnxNode node)
    {
        if (!Table.TryGetValue(node.OpType, out Action<GraphImport, OnnxNode>? convert))
            throw new Unsupported("it is expressed only for operands that are known while importing.");
        convert(import, node);
    }
}
