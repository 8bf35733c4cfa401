using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>Dropout behind the last layer with weights, where it adds noise to the output itself.</summary>
internal static class DropoutAtTheEnd
{
    public static void Check(LintModel model)
    {
        foreach (var loss in model.Losses) Check(model, loss);
    }

    private static void Check(LintModel model, LayerCall loss)
    {
        var (found, call) = (new List<LayerCall>(), loss.Inputs[0]);
        while (call.Inputs.Count == 1 && !call.IsLinear() && call.Step.Block is null)
        {
            if (call.Attribute is DropoutAttribute) found.Add(call);
            call = call.Inputs[0];
        }

        foreach (var dropout in found)
            model.Report(
                DiagnosticCatalogue.DropoutAtTheEnd,
                dropout,
                dropout.FixesWith(loss, [.. Moved(dropout, call), dropout.Remove()]),
                loss.ToString());
    }

    /// <summary>A fix that moves it before the last layer, if there is no dropout yet.</summary>
    private static IEnumerable<Fix> Moved(LayerCall dropout, LayerCall last) =>
        last.IsLinear() && last.Before(CallPaths.IsName).Call.Attribute is not DropoutAttribute
            ? last.FixesWith(dropout, Fix.Of($"Move [Dropout] before [{last.Step.Kind}]", Edit.MoveBefore(dropout.Location, last.Location)))
            : [];
}
