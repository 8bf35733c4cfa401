namespace ModelGen.Compiler.Tests.Layers;

/// <summary>A layer of the library and a function that is the same.</summary>
/// <param name="Layer">The attribute.</param>
/// <param name="Function">The body of a method of the tensor x; null if no function makes the same graph.</param>
/// <param name="Reason">Why there is none.</param>
internal sealed record LayerAsFunction(string Layer, string? Function, string? Reason)
{
    /// <summary>The attribute's name, without what stands in its parentheses.</summary>
    public string Name => Layer.Split('(')[0];

    /// <summary>Whether it is tried on [4, 5, 5] behind a convolution, and not on [3, 4] behind a dense layer.</summary>
    public bool OnImages { get; private init; }

    public static LayerAsFunction Same(string layer, string function) => new(layer, function, null);

    public static LayerAsFunction OfImages(string layer, string function) => new(layer, function, null) { OnImages = true };

    public static LayerAsFunction No(string layer, string reason) => new(layer, null, reason);
}

/// <summary>All layers: those that a user could write as a function without a difference, and why the others are none.</summary>
internal static class LayersAsFunctions
{
    private const string Weight = "its weight lies in memory with the outputs in the lanes, and a function's parameter as it is written";

    private const string Volumes = "its windows slide along three axes, and those of functions along one or two";

    private const string Untried = "x.Mean(1, 2, 3) is the same, and this test has no volumes";

    private const string Shortcut = "its gradient takes a shorter way, which a function cannot ask for";

    private const string Steps = "its steps are a loop with a state";

    private const string Ids = "it looks up rows by ids, and a function's input is numbers";

    public static readonly IReadOnlyList<LayerAsFunction> All =
    [
        LayerAsFunction.Same("Relu", "Relu(x)"),
        LayerAsFunction.Same("Tanh", "Tanh(x)"),
        LayerAsFunction.Same("Sigmoid", "Sigmoid(x)"),
        LayerAsFunction.Same("Softplus", "Softplus(x)"),
        LayerAsFunction.Same("Softmax", "Softmax(x)"),
        LayerAsFunction.Same("Gelu", "x * 0.5 * (Erf(x * Math.Sqrt(0.5)) + 1)"),
        LayerAsFunction.Same("Silu", "x * Sigmoid(x)"),
        LayerAsFunction.Same("LeakyRelu(0.2)", "Where(x > 0, x, x * 0.2f)"),
        LayerAsFunction.Same("Elu(0.7)", "Where(x > 0, x, Expm1(Where(x > 0, 0, x)) * 0.7f)"),
        LayerAsFunction.Same(
            "HardSigmoid", "Where(Abs(x) < 3, (x + 3) * (1.0 / 6), Where(x < 0, 0, Where(x > 0, 1, Detach(x))))"),
        LayerAsFunction.Same("PRelu", "Where(x > 0, x, x * Parameter(\"weight\", [1], start: 0.25))"),
        LayerAsFunction.Same("Maxout(2)", "Larger(x.Reshape(3, 2, 2).Slice(2, 0, 1), x.Reshape(3, 2, 2).Slice(2, 1, 1)).Reshape(3, 2)"),
        LayerAsFunction.Same("Normalize", "x / Sqrt(Max((x * x).Sum(-1), (double)1e-12f * 1e-12f))"),
        LayerAsFunction.Same(
            "CosineSimilarity(\"input\")",
            "((x * input).Sum(-1) / (Sqrt(Max((x * x).Sum(-1), (double)1e-8f * 1e-8f)) * "
                + "Sqrt(Max((input * input).Sum(-1), (double)1e-8f * 1e-8f)))).Reshape(3)"),
        LayerAsFunction.Same("Permute(1, 0)", "x.Transpose()"),
        LayerAsFunction.Same("Flatten", "x.Reshape(-1)"),
        LayerAsFunction.Same("Reshape(2, 6)", "x.Reshape(2, -1)"),
        LayerAsFunction.Same("Dropout(0.25)", "Dropout(x, 0.25)"),
        LayerAsFunction.Same("SpatialDropout(0.25)", "Where(Uniform(3, 1) < 0.25, 0, x * (1 / (1 - 0.25)))"),
        LayerAsFunction.Same("LastStep", "x.Slice(0, x.Shape[0] - 1, 1).Reshape(x.Shape[1])"),
        LayerAsFunction.Same("MeanOverTime", "x.Mean(0).Reshape(x.Shape[1])"),
        LayerAsFunction.Same("MaxOverTime", "x.Max(0).Reshape(x.Shape[1])"),
        LayerAsFunction.Same(
            "Dense(5)", "Einsum(\"ak,ko->ao\", x, Parameter(\"weight\", [4, 5], start: 1)) + Parameter(\"bias\", [5], start: 0)"),
        LayerAsFunction.Same("MaxPool1D(2, Stride = 1, Padding = 1)", "x.MaxPool1D(2, 1, 1)"),
        LayerAsFunction.Same("AvgPool1D(2)", "x.AvgPool1D(2)"),
        LayerAsFunction.Same("GlobalAvgPool1D", "x.Mean(1).Reshape(x.Shape[0])"),
        LayerAsFunction.Same("GlobalMaxPool1D", "x.Max(1).Reshape(x.Shape[0])"),
        LayerAsFunction.OfImages("MaxPool2D(3, Stride = 2, Padding = 1)", "x.MaxPool2D(3, 2, 1)"),
        LayerAsFunction.OfImages("AvgPool2D(2)", "x.AvgPool2D(2)"),
        LayerAsFunction.OfImages("GlobalAvgPool2D", "x.Mean(1, 2).Reshape(x.Shape[0])"),
        LayerAsFunction.OfImages("GlobalMaxPool2D", "x.Max(1, 2).Reshape(x.Shape[0])"),
        LayerAsFunction.OfImages("ZeroPad2D(1)", "x.Pad(1, 1, 1).Pad(2, 1, 1)"),
        LayerAsFunction.OfImages("Crop2D(1)", "x.Slice(1, 1, 3).Slice(2, 1, 3)"),
        LayerAsFunction.OfImages("PixelShuffle(2)", "x.Reshape(1, 2, 2, 5, 5).Permute(0, 3, 1, 4, 2).Reshape(1, 10, 10)"),

        LayerAsFunction.No("Conv1D", Weight),
        LayerAsFunction.No("Conv2D", Weight),
        LayerAsFunction.No("Conv3D", Volumes),
        LayerAsFunction.No("MaxPool3D", Volumes),
        LayerAsFunction.No("AvgPool3D", Volumes),
        LayerAsFunction.No("GlobalAvgPool3D", Untried),
        LayerAsFunction.No("GlobalMaxPool3D", Untried),
        LayerAsFunction.No("DepthwiseConv2D", Weight),
        LayerAsFunction.No("SeparableConv2D", Weight),
        LayerAsFunction.No("ConvTranspose2D", Weight),
        LayerAsFunction.No("MultiHeadAttention", Weight),
        LayerAsFunction.No("TransformerEncoder", Weight),
        LayerAsFunction.No("TransformerDecoder", Weight),
        LayerAsFunction.No("BatchNorm", "its mean is that of the batch, and a function sees one sample"),
        LayerAsFunction.No("LayerNorm", Shortcut),
        LayerAsFunction.No("InstanceNorm", Shortcut),
        LayerAsFunction.No("GroupNorm", Shortcut),
        LayerAsFunction.No("LocalResponseNorm", "its windows slide over channels, and those of functions over positions"),
        LayerAsFunction.No("AdaptiveAvgPool2D", "bins that share pixels are parts of a pattern, whose axes a function does not have"),
        LayerAsFunction.No("Upsample2D", "pixels are spread, and functions have no operation for that"),
        LayerAsFunction.No("RepeatVector", "a value is stretched, and functions stretch operands only"),
        LayerAsFunction.No("PositionalEncoding", "its table is a constant of the model, and functions have numbers"),
        LayerAsFunction.No("PositionalEmbedding", "its table has a start of its own"),
        LayerAsFunction.No("Embedding", Ids),
        LayerAsFunction.No("Rnn", Steps),
        LayerAsFunction.No("Lstm", Steps),
        LayerAsFunction.No("Gru", Steps),
    ];
}
