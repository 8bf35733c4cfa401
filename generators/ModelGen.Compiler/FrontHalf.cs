using ModelGen.Compiler.Budgets;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lint;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Weights;

namespace ModelGen.Compiler;

/// <summary>
/// What the analyzer and the public members have in common: a declaration's graph, and what is wrong or suspicious in it.
/// </summary>
/// <remarks>
/// Both run in one process after each edit, on equal specs, and what is here is a function of the spec alone: so it is made
/// once, by whoever asks first. Nobody adds to these graphs; the kernels, which do, build their own.
/// </remarks>
internal sealed class FrontHalf
{
    private static readonly RecentlyUsed<ModelSpec, FrontHalf> Recent = new(capacity: 64, spec => new FrontHalf(spec));

    private readonly Lazy<CheckResult> _training;
    private readonly Lazy<CheckResult> _inference;
    private readonly Lazy<IReadOnlyList<Diagnostic>> _found;

    private FrontHalf(ModelSpec spec)
    {
        _training = new(() => Readable(spec, ModelBuilder.Build(spec, spec.OnlyPredicts ? Mode.Inference : Mode.Training)));
        _inference = new(() =>
            Training.Model is { DependsOnMode: true, OnlyPredicts: false } ? ModelBuilder.Build(spec, Mode.Inference) : Training);
        _found = new(() =>
            Training.Model switch
            {
                null => Training.Diagnostics,
                { OnlyPredicts: true } model => [.. Weights(model), .. BudgetRules.Check(model), .. EmissionSize.Check(model)],
                var model => [.. BudgetRules.Check(model), .. EmissionSize.Check(model), .. Linter.Check(model)],
            });
    }

    /// <summary>The model as it predicts.</summary>
    public CheckResult Inference => _inference.Value;

    /// <summary>The errors; if there is none, what a model without errors still does badly.</summary>
    public IReadOnlyList<Diagnostic> Found => _found.Value;

    /// <summary>As it trains; a model that only predicts, as it does that.</summary>
    private CheckResult Training => _training.Value;

    private static IEnumerable<Diagnostic> Weights(BuiltModel model) => WeightRules.Check(model) is { } problem ? [problem] : [];

    /// <summary>What is left out of a model changes it: that the rest is right, or wrong, says nothing then.</summary>
    private static CheckResult Readable(ModelSpec spec, CheckResult result) =>
        spec.IsReadable ? result : result with { Model = null, Diagnostics = [] };

    /// <summary>The front half of a declaration: that of an equal one, if it was asked for lately.</summary>
    public static FrontHalf Of(ModelSpec spec) => Recent[spec];
}
