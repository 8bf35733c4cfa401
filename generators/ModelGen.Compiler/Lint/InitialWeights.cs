using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>Initial weights with which nothing is learned, and their settings without effect.</summary>
internal static class InitialWeights
{
    private static readonly float DefaultScale = (float)new DenseAttribute(1).InitScale;

    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (call.Attribute is not WeightedLayerAttribute layer)
                continue;
            if (layer.Init == Init.Zeros && NormalizedWeight.FormOf(layer) is not WeightForm.Plain and var form)
                ReportDirections(model, call, form);
            else if (layer.Init == Init.Zeros && Hidden(call) is { } next)
                ReportZeros(model, call, next);
            if (layer.Init != Init.Normal && (float)layer.InitScale != DefaultScale)
                ReportScale(model, call, layer.Init);
        }
    }

    /// <summary>The first reader of the result, if the result only goes to another layer with weights; otherwise null.</summary>
    /// <remarks>Zero is a good initial value for the last layer, and for the last one of a branch that is added to another value.</remarks>
    private static LayerCall? Hidden(LayerCall call)
    {
        LayerCall? first = null;
        while (call.Readers() is { Count: 1 } readers && readers[0] is { Inputs.Count: 1 } reader)
        {
            if (first is null && !reader.Carries()) first = reader;
            if (reader.IsLinear()) return first;
            call = reader;
        }

        return null;
    }

    private static void ReportZeros(LintModel model, LayerCall call, LayerCall next)
    {
        var consequence =
            next.Step.Layer is { CutsNegative: true }
                ? $"the gradient of {next} at 0 is 0, so none of them will ever learn"
                : "the layers behind it see nothing of the sample until they differ";
        model.ReportAt(
            DiagnosticCatalogue.ZeroWeights,
            call,
            "Init",
            call.FixesWith(next, Fix.Of("Remove Init", Edit.Remove(call.Location.At("Init")))),
            consequence);
    }

    private static void ReportDirections(LintModel model, LayerCall call, WeightForm form) => model.ReportAt(
        DiagnosticCatalogue.ZeroDirections, call, "Init", [Fix.Of("Remove Init", Edit.Remove(call.Location.At("Init")))],
        form == WeightForm.Spectral ? "its largest singular value" : "the length of each output's weights");

    private static void ReportScale(LintModel model, LayerCall call, Init init)
    {
        var normal = Fix.Of("Set Init = Init.Normal", Edit.Set(call.Location.At("Init"), "Init.Normal"));
        var without = Fix.Of("Remove InitScale", Edit.Remove(call.Location.At("InitScale")));
        model.ReportAt(
            DiagnosticCatalogue.IdleInitScale,
            call,
            "InitScale",
            init == Init.Auto ? [normal, without] : [without, normal],
            init.ToString());
    }
}
