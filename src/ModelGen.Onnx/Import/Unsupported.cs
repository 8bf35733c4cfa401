namespace ModelGen.Onnx.Import;

/// <summary>Thrown by conversions: this node cannot be expressed. The message is the reason, a sentence.</summary>
internal sealed class Unsupported(string reason) : Exception(reason);
