using System.ComponentModel;

namespace ModelGen.Onnx;

/// <summary>
/// A model that can be exported. Every class with <c>[Model]</c> that is trained is one, in a project that references this package.
/// </summary>
public interface IOnnxExportable
{
    /// <summary>The graph as the layers say, without the numbers of the weights. Generated code has it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    string OnnxGraph { get; }
}
