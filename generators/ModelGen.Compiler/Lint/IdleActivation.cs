using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>An activation that does not change numbers of 0 and more, if its input has no others.</summary>
internal static class IdleActivation
{
    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (call.Step.Layer is not { KeepsPositive: true }) continue;
            var source = call.Source().Call;
            if (source.Range().Low >= 0)
                model.Report(DiagnosticCatalogue.IdleActivation, call, call.FixesWith(source, call.Remove()), source.ToString());
        }
    }
}
