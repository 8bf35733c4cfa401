using ModelGen.Onnx.Format;

namespace ModelGen.Onnx.Import.Conversions;

/// <summary>Every operator that can be imported, by name.</summary>
internal static class ConversionTable
{
    /// <summary>Operators that are computed while importing, on what is known, and have no meaning for samples here.</summary>
    private static readonly HashSet<string> OnlyKnown =
    [
        "Constant", "ConstantOfShape", "Range", "If", "Floor", "Ceil", "Not", "And", "Or", "Mod",
    ];

    private static readonly Dictionary<string, Action<GraphImport, OnnxNode>> Table = new(StringComparer.Ordinal)
    {
        // Layers with weights.
        ["Conv"] = Convolutions.Conv,
        ["ConvTranspose"] = Convolutions.ConvTranspose,
        ["Gemm"] = Products.Gemm,
        ["MatMul"] = Products.MatMul,
        ["Gather"] = Parts.Gather,
        ["PRelu"] = Activations.PRelu,

        // Normalizations.
        ["BatchNormalization"] = Normalizations.BatchNormalization,
        ["LayerNormalization"] = Normalizations.LayerNormalization,
        ["InstanceNormalization"] = Normalizations.InstanceNormalization,
        ["LRN"] = Normalizations.LocalResponse,

        // Windows.
        ["MaxPool"] = Pooling.Max,
        ["AveragePool"] = Pooling.Average,
        ["GlobalAveragePool"] = Pooling.GlobalAverage,
        ["GlobalMaxPool"] = Pooling.GlobalMax,
        ["Resize"] = Resizing.Resize,
        ["Upsample"] = Resizing.Resize,
        ["DepthToSpace"] = Resizing.DepthToSpace,
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

        // Along axes.
        ["ReduceMean"] = Patterns.ReduceMean,
        ["ReduceSum"] = (import, node) => Reductions.Reduce(import, node, "Sum"),
        ["ReduceMax"] = (import, node) => Reductions.Reduce(import, node, "Max"),
        ["ReduceMin"] = (import, node) => Reductions.Reduce(import, node, "Min"),
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

    /// <summary>Makes the steps of a node.</summary>
    /// <exception cref="Unsupported">It cannot be expressed.</exception>
    public static void Convert(GraphImport import, OnnxNode node)
    {
        if (!Table.TryGetValue(node.OpType, out Action<GraphImport, OnnxNode>? convert))
            throw new Unsupported("it is expressed only for operands that are known while importing.");
        convert(import, node);
    }
}
