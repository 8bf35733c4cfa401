using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;

namespace ModelGen.Compiler.Lint;

/// <summary>A softmax or sigmoid before a loss that applies it itself.</summary>
internal static class AppliedTwice
{
    public static void Check(LintModel model)
    {
        foreach (var loss in model.Losses) Check(model, loss);
    }

    private static void Check(LintModel model, LayerCall loss)
    {
        var (source, alone) = loss.Source();
        if (loss.OutputKind() == OutputKind.ClassLogits && source.Probabilities() == ProbabilityKind.OfClasses)
        {
            var classes = loss.Shape[loss.Shape.Rank - 1];
            model.Report(
                DiagnosticCatalogue.SoftmaxTwice,
                source,
                source.FixesWith(loss, [.. alone ? [source.Remove()] : Array.Empty<Fix>(), loss.Replace("CrossEntropy")]),
                Limits.Plain(classes),
                Numbers.Percent(Squash.Softmax(Interval.ZeroToOne, classes)));
        }
        else if (loss.OutputKind() == OutputKind.Logits && TakenForSigmoid(source))
        {
            var (low, high) = Squash.Sigmoid(source.Range());
            model.Report(
                DiagnosticCatalogue.SigmoidTwice, source, alone ? source.FixesWith(loss, source.Remove()) : [],
                Numbers.Percent(low), Numbers.Percent(high));
        }
    }

    /// <summary>Whether it makes probabilities of logits. (A softmax of one number has a rule of its own.)</summary>
    private static bool TakenForSigmoid(LayerCall call) => call.Probabilities() switch
    {
        ProbabilityKind.OfEach => true,
        ProbabilityKind.OfClasses => call.Shape[call.Shape.Rank - 1] > 1,
        _ => false,
    };
}
