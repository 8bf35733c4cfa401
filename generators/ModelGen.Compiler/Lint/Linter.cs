using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;

namespace ModelGen.Compiler.Lint;

/// <summary>Finds what compiles and trains badly.</summary>
/// <remarks>A rule reports only what is certainly idle or harmful, or what a good teacher would ask about in any case.</remarks>
internal static class Linter
{
    /// <summary>Every rule, one line each.</summary>
    public static readonly IReadOnlyList<Action<LintModel>> Rules =
    [
        AppliedTwice.Check,
        LimitedScores.Check,
        Probabilities.Check,
        RegressionOutput.Check,

        MissingActivation.Check,
        IdleActivation.Check,
        DenseOnImage.Check,
        ImageOrder.Check,
        InitialWeights.Check,
        UnreadEdge.Check,

        DropoutAtTheEnd.Check,
        DropoutRates.Check,

        Normalizations.Check,

        UnusedValues.Check,
        UntrainedOutputs.Check,

        OptimizerSettings.Check,
        IdleSchedules.Check,
    ];

    /// <summary>All findings in a model without errors.</summary>
    public static IReadOnlyList<Diagnostic> Check(BuiltModel model)
    {
        var lint = new LintModel(model);
        foreach (var rule in Rules) rule(lint);
        return lint.Found;
    }
}
