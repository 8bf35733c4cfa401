namespace ModelGen.Onnx.Format;

/// <summary>An operator with its operands and results, which are names of values; an operand that is left out has the name "".</summary>
internal sealed record OnnxNode(string OpType, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    public string Name { get; init; } = "";

    public string Domain { get; init; } = "";

    public IReadOnlyList<OnnxAttribute> Attributes { get; init; } = [];

    /// <summary>How messages call the node.</summary>
    public string Title => Name.Length > 0 ? Name : Outputs.FirstOrDefault(output => output.Length > 0) ?? OpType;

    public bool Has(string name) => Find(name) is not null;

    public long Int(string name, long otherwise) => Find(name, OnnxAttributeType.Int)?.Int ?? otherwise;

    public float Float(string name, float otherwise) => Find(name, OnnxAttributeType.Float)?.Float ?? otherwise;

    public string Text(string name, string otherwise) => Find(name, OnnxAttributeType.String)?.Text ?? otherwise;

    public IReadOnlyList<long>? Ints(string name) => Find(name, OnnxAttributeType.Ints)?.Ints;

    public OnnxAttribute? Find(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name);

    private OnnxAttribute? Find(string name, OnnxAttributeType type)
    {
        OnnxAttribute? found = Find(name);
        return found is null || found.Type == type
            ? found
            : throw new InvalidDataException($"attribute '{name}' of {OpType} '{Title}' is of type {found.Type}; {type} is needed.");
    }
}
