using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Exchange;

/// <summary>The part of a class that says what the model is as ONNX, for projects that reference <c>ModelGen.Onnx</c>.</summary>
internal static class OnnxMember
{
    private const string Interface = "global::ModelGen.Onnx.IOnnxExportable";

    /// <summary>Writes the part.</summary>
    /// <param name="spec">The declaration.</param>
    /// <param name="model">The model in inference mode; null if the declaration has errors.</param>
    public static GeneratedFile Emit(ModelSpec spec, BuiltModel? model)
    {
        var text = ClassFrame.Write(
            spec.Class,
            ["The graph as the layers say, without the numbers of the weights, for the export as ONNX."],
            [],
            [],
            [Interface],
            writer =>
            {
                if (model is null)
                {
                    writer.Line($"string {Interface}.OnnxGraph =>");
                    writer.Line("    throw new global::System.NotSupportedException(\"The declaration of the model has errors.\");");
                    return;
                }

                writer.Line($"string {Interface}.OnnxGraph => \"\"\"");
                using (writer.Indent())
                {
                    writer.Lines(OnnxDescription.Of(model).Split('\n'));
                    writer.Line("\"\"\";");
                }
            });
        return new GeneratedFile(ClassFrame.HintName(spec.Class, "onnx"), text);
    }
}
