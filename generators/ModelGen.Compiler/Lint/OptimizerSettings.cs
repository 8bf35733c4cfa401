using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Optimizers;

namespace ModelGen.Compiler.Lint;

/// <summary>Numbers with which no optimizer gets anywhere.</summary>
internal static class OptimizerSettings
{
    /// <summary>The share of a weight that decay may take in one step.</summary>
    private const double StrongestDecay = 0.1;

    public static void Check(LintModel model)
    {
        var attribute = (OptimizerAttribute)model.Optimizer.Attribute;
        var definition = OptimizerTable.Find(attribute.GetType());
        var traits = definition.Traits(attribute);
        CheckLearningRate(model, attribute.LearningRate, traits.Momentum, definition.Rates);
        CheckDecay(model, traits.DecayedShare, traits.UsualDecay);
        if (traits.Betas is var (beta1, beta2)) CheckMoments(model, beta1, beta2);
    }

    private static void CheckLearningRate(LintModel model, float rate, float momentum, LearningRates rates)
    {
        var effective = rate / (1 - momentum);
        var (size, consequence) = effective > rates.Largest ? ("large", "steps overshoot, and the loss grows")
            : effective < rates.Smallest ? ("small", "the weights hardly move")
            : ("", "");
        if (size.Length == 0) return;
        var with = momentum == 0 ? "" : $" with a momentum of {Numbers.Text(momentum)}";
        model.ReportAt(
            DiagnosticCatalogue.LearningRate, model.Optimizer, "learningRate",
            [Fix.Change(model.Optimizer.Location.At("learningRate"), Numbers.Literal(rates.Usual))],
            Numbers.Text(rate) + with, size, consequence, Numbers.Literal(rates.Usual));
    }

    private static void CheckDecay(LintModel model, double share, float usual)
    {
        // A learning rate that is far too large is the mistake then, and reported.
        if (share < StrongestDecay || model.Found.Any(found => found.Descriptor == DiagnosticCatalogue.LearningRate)) return;
        model.ReportAt(
            DiagnosticCatalogue.StrongDecay, model.Optimizer, "WeightDecay",
            [Fix.Change(model.Optimizer.Location.At("WeightDecay"), Numbers.Literal(usual))],
            share >= 1 ? "all" : Numbers.Percent(share), Numbers.Literal(usual));
    }

    /// <summary>Kingma and Ba prove convergence for β₁² &lt; √β₂, whether or not the two are swapped.</summary>
    private static void CheckMoments(LintModel model, float beta1, float beta2)
    {
        if (beta1 * beta1 <= Math.Sqrt(beta2)) return;
        var location = model.Optimizer.Location;
        model.ReportAt(
            DiagnosticCatalogue.SwappedMoments,
            model.Optimizer,
            "Beta1",
            [
                Fix.Of(
                    "Swap Beta1 and Beta2",
                    Edit.Set(location.At("Beta1"), Numbers.Literal(beta2)),
                    Edit.Set(location.At("Beta2"), Numbers.Literal(beta1))),
            ],
            Numbers.Text(beta1),
            Numbers.Text(beta2));
    }
}
