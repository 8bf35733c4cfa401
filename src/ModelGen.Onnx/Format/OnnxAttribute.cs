namespace ModelGen.Onnx.Format;

/// <summary>An attribute of a node: a constant that the operator takes by name. Of the values, only that of its type is given.</summary>
internal sealed record OnnxAttribute(string Name, OnnxAttributeType Type)
{
    public float Float { get; init; }

    public long Int { get; init; }

    public string Text { get; init; } = "";

    public OnnxTensor? Tensor { get; init; }

    public OnnxGraph? Graph { get; init; }

    public IReadOnlyList<float> Floats { get; init; } = [];

    public IReadOnlyList<long> Ints { get; init; } = [];

    public IReadOnlyList<string> Texts { get; init; } = [];

    public static OnnxAttribute Of(string name, long value) => new(name, OnnxAttributeType.Int) { Int = value };

    public static OnnxAttribute Of(string name, float value) => new(name, OnnxAttributeType.Float) { Float = value };

    public static OnnxAttribute Of(string name, string value) => new(name, OnnxAttributeType.String) { Text = value };

    public static OnnxAttribute Of(string name, OnnxTensor value) => new(name, OnnxAttributeType.Tensor) { Tensor = value };

    public static OnnxAttribute Of(string name, params long[] values) => new(name, OnnxAttributeType.Ints) { Ints = values };
}
