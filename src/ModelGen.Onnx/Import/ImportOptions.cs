namespace ModelGen.Onnx;

/// <summary>How an ONNX file becomes a declaration.</summary>
public sealed record ImportOptions
{
    /// <summary>The name of the class. Default: the name of the file, as C# writes names of classes.</summary>
    public string? ClassName { get; init; }

    /// <summary>The namespace of the class. Default: none.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// Whether the class only predicts, with the weights inside: <c>[Model(Weights = "…")]</c>. Otherwise it trains: it gets a loss that
    /// fits its last layer, and Adam. Default: false.
    /// </summary>
    public bool Inference { get; init; }

    /// <summary>The name of the file with the weights. Default: the name of the ONNX file, with the ending <c>.safetensors</c>.</summary>
    public string? WeightsFile { get; init; }

    /// <summary>
    /// Whether the first axis of every input is the batch, and stays open. If not, all of an input is one sample, and axes count from the
    /// first: for graphs that were written for one sample. Default: true.
    /// </summary>
    public bool HasBatch { get; init; } = true;

    /// <summary>
    /// Which axis of an input is the batch, counted from 0, for those where it is not the first: <c>["state"] = 1</c> for
    /// [layers, N, units]. States beside an input whose first axis is open need not be named.
    /// </summary>
    public IReadOnlyDictionary<string, int> BatchAxes { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// Inputs that are always the same, and become constants: <c>["sr"] = [16000]</c>. What follows from them is computed, such as the
    /// branch of an <c>If</c>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Values { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>
    /// Shapes of inputs, the batch included if there is one, for those whose file leaves axes open: <c>["x"] = [1, 3, 48, 320]</c>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> InputShapes { get; init; } = new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>
    /// The values that are the results, by their names in the file: outputs, or values in the middle of the graph, whose features a new
    /// head is to read. What they do not depend on is left out. Default: the outputs of the file.
    /// </summary>
    public IReadOnlyList<string> Results { get; init; } = [];
}
