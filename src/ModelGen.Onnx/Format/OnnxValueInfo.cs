namespace ModelGen.Onnx.Format;

/// <summary>The name and type of a value. Shape is null if it is not known; an axis that is not a constant has a name or nothing.</summary>
internal sealed record OnnxValueInfo(string Name, OnnxElementType Type, IReadOnlyList<OnnxAxis>? Shape);

/// <summary>One axis of a shape.</summary>
internal readonly record struct OnnxAxis(long? Size, string Name)
{
    public static OnnxAxis Of(long size) => new(size, "");
}
