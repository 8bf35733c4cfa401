using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>Layers without parameters that are frozen.</summary>
internal static class IdleFreezing
{
    private const string Frozen = nameof(LayerAttribute.Frozen);

    public static void Check(LintModel model)
    {
        foreach (var call in model.Calls)
        {
            if (call is { Attribute: LayerAttribute { Frozen: true }, Step.Layer: { ParameterNames.Count: 0 } and not ICompositeLayer }
                && call.Step.ParameterNames.Count == 0)
                model.ReportAt(
                    DiagnosticCatalogue.IdleFreezing, call, Frozen, [Fix.Of("Remove Frozen", Edit.Remove(call.Location.At(Frozen)))]);
        }
    }
}
