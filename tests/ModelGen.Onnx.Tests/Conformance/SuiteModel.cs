namespace ModelGen.Onnx.Tests.Conformance;

/// <summary>
/// A model of ONNX' conformance suite, with its inputs and outputs. https://github.com/onnx/onnx/tree/main/onnx/backend/test
/// </summary>
internal sealed class SuiteModel
{
    /// <summary>Where Debian's package <c>libonnx-testdata</c> puts the suite.</summary>
    public const string Folder = "/usr/share/libonnx-testdata/data";

    /// <summary>The operators of the goal, in the order of its list.</summary>
    private static readonly HashSet<string> Goal =
    [
        "Conv", "Gemm", "Add", "Sub", "Relu", "Sigmoid", "Softmax", "MaxPool", "AveragePool", "Concat", "Split", "Reshape", "Transpose",
        "Flatten", "Mul", "Div", "Clip", "GlobalAveragePool", "HardSigmoid", "Pow", "ReduceMean", "Sqrt", "LayerNormalization",
        "LeakyRelu", "Max", "Min", "BatchNormalization", "ConvTranspose", "Resize", "MatMul", "Slice", "Squeeze", "Erf", "Gather", "Tanh",
        "Unsqueeze", "Cast", "Log", "Exp", "ReduceMax", "ReduceSum", "LSTM", "GRU", "RNN", "Pad", "Neg", "LogSoftmax", "Elu", "Selu",
        "Celu", "PRelu", "Softplus", "Gelu", "InstanceNormalization", "DepthToSpace", "Abs", "Sign", "Where", "Less", "LessOrEqual",
        "Greater", "GreaterOrEqual", "Equal", "Upsample", "TopK", "ArgMax", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul",
    ];

    /// <summary>Further operators that are imported.</summary>
    private static readonly HashSet<string> Beyond =
    [
        "And", "CumSum", "Einsum", "GroupNormalization", "LpNormalization", "Not", "Or", "ReduceL1", "ReduceL2", "ReduceLogSum",
        "ReduceLogSumExp", "ReduceSumSquare", "Shrink", "SpaceToDepth", "ThresholdedRelu", "Tile", "Trilu", "Xor",
    ];

    /// <summary>Operators that tools write around those, and that no table counts.</summary>
    private static readonly HashSet<string> Around = ["Constant", "Identity"];

    private readonly string _folder;

    private SuiteModel(string folder, OnnxModel file)
    {
        (_folder, File) = (folder, file);
        Name = Path.GetFileName(Path.GetDirectoryName(folder)) + "/" + Path.GetFileName(folder)["test_".Length..];
        HashSet<string> known = [.. file.Graph.Initializers.Select(tensor => tensor.Name)];
        Inputs = [.. file.Graph.Inputs.Where(input => !known.Contains(input.Name))];
    }

    /// <summary>Group and name, such as <c>node/conv_with_strides_padding</c>.</summary>
    public string Name { get; }

    /// <summary>The model.</summary>
    public OnnxModel File { get; }

    /// <summary>What must be given, initializers not counted.</summary>
    public IReadOnlyList<OnnxValueInfo> Inputs { get; }

    /// <summary>The operators, sorted.</summary>
    public string Operators => string.Join(' ', TypesOf(File.Graph).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Whether the suite is installed.</summary>
    public static bool IsInstalled => Directory.Exists(Folder);

    /// <summary>
    /// Every model of floats whose operators are those of the goal: floats come in, beside them ids, shapes and truth values at most, and
    /// floats, truth values or positions come out.
    /// </summary>
    public static IReadOnlyList<SuiteModel> All() => Where(types => types.All(Goal.Contains));

    /// <summary>The same of models with operators that are imported beyond the goal.</summary>
    public static IReadOnlyList<SuiteModel> Further() =>
        Where(types => types.Any(Beyond.Contains) && types.All(type => Goal.Contains(type) || Beyond.Contains(type)));

    private static IReadOnlyList<SuiteModel> Where(Func<IReadOnlyList<string>, bool> condition)
    {
        string[] folders = [.. Directory.GetDirectories(Folder).SelectMany(Directory.GetDirectories).Order(StringComparer.Ordinal)];
        return
        [
            .. folders.Where(HasData).Select(Read).OfType<SuiteModel>()
                .Where(model => model.HasFloats && condition([.. TypesOf(model.File.Graph).Where(type => !Around.Contains(type))])),
        ];
    }

    /// <summary>One of them.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    public static SuiteModel Of(string name)
    {
        string[] parts = name.Split('/');
        return Read(Path.Combine(Folder, parts[0], "test_" + parts[1]))!;
    }

    /// <summary>What goes in, a tensor for each input; and what must come out, a tensor for each output.</summary>
    public IEnumerable<(OnnxTensor[] Inputs, OnnxTensor[] Outputs)> Data() => Directory
        .GetDirectories(_folder, "test_data_set_*").Order(StringComparer.Ordinal)
        .Select(set => (Tensors(set, "input", Inputs.Count), Tensors(set, "output", File.Graph.Outputs.Count)));

    private bool HasFloats =>
        Inputs.Any(input => input.Type == OnnxElementType.Float)
        && Inputs.All(input =>
            input.Type is OnnxElementType.Float or OnnxElementType.Int64 or OnnxElementType.Int32 or OnnxElementType.Bool)
        && File.Graph.Outputs.All(output => output.Type is OnnxElementType.Float or OnnxElementType.Bool or OnnxElementType.Int64);

    private static bool HasData(string folder) =>
        System.IO.File.Exists(Path.Combine(folder, "model.onnx")) && Directory.Exists(Path.Combine(folder, "test_data_set_0"));

    /// <summary>Null for models that have other things than tensors.</summary>
    private static SuiteModel? Read(string folder)
    {
        try
        {
            return new SuiteModel(folder, OnnxModel.Read(Path.Combine(folder, "model.onnx")));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static IEnumerable<string> TypesOf(OnnxGraph graph) => graph.Nodes.SelectMany(node =>
        node.Attributes.Select(attribute => attribute.Graph).OfType<OnnxGraph>().SelectMany(TypesOf)
            .Append(node.Domain.Length > 0 ? $"{node.Domain}.{node.OpType}" : node.OpType));

    private static OnnxTensor[] Tensors(string set, string kind, int count) => [.. Enumerable.Range(0, count)
        .Select(i => OnnxTensor.Read(System.IO.File.ReadAllBytes(Path.Combine(set, $"{kind}_{i}.pb")), null))];
}
