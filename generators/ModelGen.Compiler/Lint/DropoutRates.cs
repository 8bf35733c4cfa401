using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>Dropout that keeps almost nothing, and dropout of dropout.</summary>
internal static class DropoutRates
{
    private const float LowestUsual = 0.1f, HighestUsual = 0.5f, Highest = 0.9f;

    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (call.Attribute is not DropoutAttribute dropout) continue;
            if (dropout.Rate >= Highest) ReportRate(model, call, dropout.Rate);
            var (before, alone) = call.Before(c => c.IsName() || c.Attribute is FlattenAttribute or ReshapeAttribute);
            if (alone && before.Attribute is DropoutAttribute first)
                ReportPair(model, call, before, 1 - ((1 - first.Rate) * (1 - dropout.Rate)));
        }
    }

    /// <summary>Often the share to keep is meant, which is the argument in other libraries.</summary>
    private static void ReportRate(LintModel model, LayerCall call, float rate)
    {
        var kept = (float)Math.Round(1 - rate, 4);
        var better = kept >= LowestUsual ? kept : HighestUsual;
        model.ReportAt(
            DiagnosticCatalogue.HighDropout,
            call,
            "rate",
            [Fix.Change(call.Location.At("rate"), Numbers.Literal(better))],
            Numbers.Percent(rate),
            Numbers.Literal(better));
    }

    private static void ReportPair(LintModel model, LayerCall second, LayerCall first, float together) =>
        model.Report(
            DiagnosticCatalogue.DropoutTwice,
            second,
            second.FixesWith(first, second.Remove()),
            first.ToString(),
            Numbers.Percent(together));
}
