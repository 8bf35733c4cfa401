using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>A bias that the normalization behind it takes away, and a batch normalization of the output itself.</summary>
internal static class Normalizations
{
    private const int ChannelAxis = 1;

    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (call.Step.Layer is { RemovesMean: true }) CheckBias(model, call);
        }

        foreach (var loss in model.Losses)
        {
            var (last, alone) = loss.Source();
            if (last.Attribute is not BatchNormAttribute) continue;
            model.Report(
                DiagnosticCatalogue.NormalizedOutput,
                last,
                alone ? last.FixesWith(loss, last.Remove()) : [],
                loss.ToString());
        }
    }

    private static void CheckBias(LintModel model, LayerCall normalization)
    {
        var (before, alone) = normalization.Before(CallPaths.IsName);
        if (!alone || Biased(before) is not { } what) return;
        var fixes = before.FixesWith(normalization, Fix.Of("Set UseBias = false", Edit.Set(before.Location.At("UseBias"), "false")));
        model.Report(DiagnosticCatalogue.IdleBias, before, fixes, what, normalization.ToString());
    }

    /// <summary>What gets a bias, if it is what is normalized: in a sequence, a dense layer adds its bias along another axis.</summary>
    private static string? Biased(LayerCall call)
    {
        if (call.Step.Layer?.BiasAxis(call.Attribute, call.Shape.Rank) != ChannelAxis) return null;
        return call.Shape.Rank == 2 ? "feature" : "channel";
    }
}
