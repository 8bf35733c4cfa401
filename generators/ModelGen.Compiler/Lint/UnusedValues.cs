using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>Names that nothing uses, and values that nothing reads.</summary>
internal static class UnusedValues
{
    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (IsUsed(call) || call.Attribute is FromAttribute or OutputAttribute or LossAttribute or OptimizerAttribute) continue;
            if (call.Attribute is AsAttribute named) ReportName(model, call, named.Name);
            else ReportValue(model, call);
        }
    }

    /// <summary>Making a named value the current one is no use of it, if nothing reads it afterwards.</summary>
    private static bool IsUsed(LayerCall call) =>
        call.Users.Any(user => user.Attribute is not FromAttribute || call.Attribute is not AsAttribute || call.Inputs[0].Users.Count > 1
            || user.Users.Count > 0);

    private static void ReportName(LintModel model, LayerCall call, string name)
    {
        var isLost = call.Inputs[0].Users.Count == 1;
        var (lost, remove) = isLost ? ($", and so the result of {call.Inputs[0]} is lost", "what leads to it alone") : ("", "it");
        model.Report(DiagnosticCatalogue.UnusedName, call, isLost || call.Users.Count > 0 ? [] : [call.Remove()], name, lost, remove);
    }

    private static void ReportValue(LintModel model, LayerCall call)
    {
        var (what, advice) = call.Attribute is ModelInputAttribute input
            ? ($"the input '{input.Name}'", $"Use it below, as in [Concat(\"{input.Name}\")], or remove it")
            : ("its result", "Name the result with [As] and use it below, or remove what leads to it alone");
        model.Report(DiagnosticCatalogue.UnusedValue, call, [], what, Replacement(call), advice);
    }

    /// <summary>What put another value in its place.</summary>
    private static string Replacement(LayerCall call)
    {
        var behind = call.Site.Behind;
        var next = behind.Steps.Skip(behind.Index).FirstOrDefault(step => step.Attribute is FromAttribute or ModelInputAttribute);
        return next?.Attribute is FromAttribute from ? $"[From(\"{from.Name}\")]" : "the next [Input]";
    }
}
