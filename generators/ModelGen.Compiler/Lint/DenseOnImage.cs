using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>A dense layer on an image: it is applied to each row.</summary>
internal static class DenseOnImage
{
    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (!call.IsDenseOnImage()) continue;
            var sample = call.Inputs[0].Shape.Sample;
            var width = sample[sample.Length - 1];
            model.Report(
                DiagnosticCatalogue.DenseOnImage, call, call.Location.Block is null ? [Fix.InsertBefore(call.Location, "Flatten")] : [],
                call.Inputs[0].Shape.Display, Limits.Plain(call.Inputs[0].Shape.SampleElements / width), Limits.Plain(width));
        }
    }
}
