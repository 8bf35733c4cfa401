using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Losses;

namespace ModelGen.Compiler.Lint;

/// <summary>Losses on probabilities without any, and probabilities where they mean nothing.</summary>
internal static class Probabilities
{
    public static void Check(LintModel model)
    {
        foreach (var loss in model.Losses)
        {
            CheckCrossEntropy(model, loss);
            CheckRegression(model, loss);
        }

        foreach (var call in model.Calls)
            if (MakesClasses(call) && IsOfOne(call)) ReportSoftmaxOfOne(model, call);
    }

    private static bool MakesClasses(LayerCall call) => call.Probabilities() == ProbabilityKind.OfClasses;

    private static bool IsOfOne(LayerCall softmax) => softmax.Shape[softmax.Shape.Rank - 1] == 1;

    private static void CheckCrossEntropy(LintModel model, LayerCall loss)
    {
        var (source, alone) = loss.Source();
        if (loss.OutputKind() != OutputKind.Probabilities || MakesClasses(source)) return;

        // Sums, products and blocks may well give probabilities: nothing is known of them.
        if (!source.IsLinear() && source.Attribute is not ActivationAttribute) return;
        var why = source.Range().Low >= 0
            ? "do not add up to 1: the loss falls when all of them grow, right or wrong"
            : "can be negative, and the logarithm of a negative number is not a number";
        Fix[] fixes = source.IsLinear() ? [loss.Replace("SoftmaxCrossEntropy"), Fix.InsertBefore(loss.Location, "Softmax")]
            : alone ? source.FixesWith(loss, source.Replace("Softmax"))
            : [];
        model.Report(DiagnosticCatalogue.LogOfScores, loss, fixes, source.ToString(), why);
    }

    private static void CheckRegression(LintModel model, LayerCall loss)
    {
        var (source, _) = loss.Source();
        if (loss.OutputKind() == OutputKind.Numbers && MakesClasses(source) && !IsOfOne(source))
            model.Report(DiagnosticCatalogue.ClassesAsNumbers, loss, [loss.Replace("CrossEntropy")], source.ToString());
    }

    private static void ReportSoftmaxOfOne(LintModel model, LayerCall softmax)
    {
        var appliesSigmoid = model.Losses.Any(loss => loss.OutputKind() == OutputKind.Logits && loss.Source().Call == softmax);
        var advice = appliesSigmoid
            ? "Remove it: [BinaryCrossEntropy] makes a probability of the number itself"
            : "For one probability write [Sigmoid]; to tell classes apart, give the layer before it one unit for each";
        model.Report(
            DiagnosticCatalogue.SoftmaxOfOne,
            softmax,
            [appliesSigmoid ? softmax.Remove() : softmax.Replace("Sigmoid")],
            softmax.Inputs[0].Shape.Display,
            advice);
    }
}
