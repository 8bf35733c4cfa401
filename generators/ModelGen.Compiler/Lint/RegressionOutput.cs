using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;

namespace ModelGen.Compiler.Lint;

/// <summary>A ReLU as the last layer of a model that predicts numbers.</summary>
internal static class RegressionOutput
{
    public static void Check(LintModel model)
    {
        foreach (var loss in model.Losses)
        {
            var (source, alone) = loss.Source();
            if (loss.OutputKind() != OutputKind.Numbers || source.Step.Layer is not { CutsNegative: true }) continue;
            model.Report(
                DiagnosticCatalogue.ReluAtTheEnd,
                source,
                alone ? source.FixesWith(loss, source.Remove(), source.Replace("Softplus")) : [],
                loss.ToString());
        }
    }
}
