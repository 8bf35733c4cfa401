namespace ModelGen.Onnx.Format;

/// <summary>The types of attributes, with the numbers of <c>AttributeProto.AttributeType</c>.</summary>
internal enum OnnxAttributeType
{
    Undefined = 0,
    Float = 1,
    Int = 2,
    String = 3,
    Tensor = 4,
    Graph = 5,
    Floats = 6,
    Ints = 7,
    Strings = 8,
}
