namespace ModelGen.Onnx;

/// <summary>An ONNX file is fine, and has nodes that the language of layers does not express. Nothing was written.</summary>
public sealed class OnnxImportException : Exception
{
    /// <summary>Lists what cannot be expressed.</summary>
    /// <param name="problems">All of it: at least one.</param>
    public OnnxImportException(IReadOnlyList<ImportProblem> problems)
        : base($"{problems.Count} nodes cannot be expressed:\n{string.Join('\n', problems)}") => Problems = problems;

    /// <summary>Every node that cannot be expressed, in the order of the graph.</summary>
    public IReadOnlyList<ImportProblem> Problems { get; }
}
