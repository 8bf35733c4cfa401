using ModelGen.Compiler.Budgets;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Lint;
using ModelGen.Compiler.Spec;

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
        _training = new(() => Readable(spec, ModelBuilder.Build(spec, Mode.Training)));
        _inference = new(() => Training.Model is { DependsOnMode: true } ? ModelBuilder.Build(spec, Mode.Inference) : Training);
        _found = new(() =>
            Training.Model is { } model
                ? [.. BudgetRules.Check(model), .. EmissionSize.Check(model), .. Linter.Check(model)]
                : Training.Diagnostics);
    }

    /// <summary>The model as it predicts.</summary>
    public CheckResult Inference => _inference.Value;

    /// <summary>The errors; if there is none, what a model without errors still does badly.</summary>
    public IReadOnlyList<Diagnostic> Found => _found.Value;

    private CheckResult Training => _training.Value;

    /// <summary>What is left out of a model changes it: that the rest is right, or wrong, says nothing then.</summary>
    private static CheckResult Readable(ModelSpec spec, CheckResult result) =>
        spec.IsReadable ? result : result with { Model = null, Diagnostics = [] };

    /// <summary>The front half of a declaration: that of an equal one, if it was asked for lately.</summary>
    public static FrontHalf Of(ModelSpec spec) => Recent[spec];
}
