namespace ModelGen.Benchmarks.Onnx;

/// <summary>An attribute of an ONNX operator: an integer, or a list of integers.</summary>
internal sealed class OnnxAttribute
{
    private const int Integer = 2, Integers = 7;

    private readonly string _name;
    private readonly int[] _values;
    private readonly int _type;

    private OnnxAttribute(string name, int[] values, int type) => (_name, _values, _type) = (name, values, type);

    public static implicit operator OnnxAttribute((string Name, int Value) single) => new(single.Name, [single.Value], Integer);

    public static implicit operator OnnxAttribute((string Name, int[] Values) list) => new(list.Name, list.Values, Integers);

    /// <summary>Writes the fields of an <c>AttributeProto</c>.</summary>
    public void WriteTo(ProtobufWriter attribute)
    {
        attribute.Text(1, _name);
        foreach (int value in _values) attribute.Integer(_type == Integer ? 3 : 8, value);
        attribute.Integer(20, _type);
    }
}
