using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Lint;

/// <summary>Dropout behind the last layer with weights, where it makes noise of the output itself.</summary>
internal static class DropoutAtTheEnd
{
    public static void Check(LintModel model)
    {
        var (loss, call) = (model.Loss, model.Loss.Inputs[0]);
        while (call.Inputs.Count == 1 && !call.IsLinear() && call.Step.Block is null)
        {
            if (call.Attribute is DropoutAttribute) model.Report(DiagnosticCatalogue.DropoutAtTheEnd, call, call.FixesWith(loss, call.Remove()), loss.ToString());
            call = call.Inputs[0];
        }
    }
}
