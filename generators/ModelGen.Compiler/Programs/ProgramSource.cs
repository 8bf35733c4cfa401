using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Programs.Stepping;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Programs;

/// <summary>The source of programs: the graphs of a model in both modes, and the layout of its parameters.</summary>
/// <param name="model">The model in inference mode.</param>
/// <param name="layout">Where its parameters lie.</param>
/// <param name="verify">Whether invariants are checked after each pass.</param>
internal sealed class ProgramSource(BuiltModel model, ParameterLayout layout, bool verify = false)
{
    private readonly Lazy<ModelGraph> _inference = new(() => ModelGraph.Of(model, verify));
    private readonly Lazy<ModelGraph>? _training = model.DependsOnMode
        ? new(() => ModelGraph.Of(Build(model.Spec, Mode.Training), verify))
        : null;

    private readonly Lazy<ModelGraph> _measuring = new(() => ModelGraph.Of(model, verify, measures: true));

    private (StepGraph? Graph, bool IsKnown) _steps;

    public BuiltModel Model => model;

    /// <summary>The model step by step, its arithmetic fixed; null if it is not causal.</summary>
    public StepGraph? Steps
    {
        get
        {
            if (!_steps.IsKnown) _steps = (FindSteps(), true);
            return _steps.Graph;
        }
    }

    public ParameterLayout Layout => layout;

    /// <summary>Multiply-adds of a sample from which on several threads compute it.</summary>
    public long FewestShared { get; init; } = ProgramTable.FewestShared;

    /// <summary>What is updated alike.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = layout.Groups;

    /// <summary>Whether the update takes the moving average of the parameters: not where limits change them behind it.</summary>
    public bool AveragesInUpdate =>
        model.Optimizer!.Averages && !layout.Slots.Any(slot => slot.Parameter.IsTrainable && slot.Parameter.Update.MaxNorm > 0);

    /// <summary>The model as it predicts.</summary>
    public ModelGraph Inference => _inference.Value;

    /// <summary>The model as it predicts, with the ranges of what its products read.</summary>
    public ModelGraph Measuring => _measuring.Value;

    /// <summary>The model in training mode: the same graph, if no layer differs.</summary>
    public ModelGraph Training => _training is null ? Inference : _training.Value;

    private StepGraph? FindSteps()
    {
        if (StepGraph.Of(model).Steps is not { } before) return null;
        return StepGraph.Of(Inference.Part(OutputRole.Output), model).Steps is { } steps && steps.Given.SequenceEqual(before.Given)
            ? steps
            : throw new CompilerException($"{model.Spec.Class.Name} is causal before its arithmetic is fixed, and otherwise behind.");
    }

    /// <summary>Builds a model whose declaration has no errors.</summary>
    public static BuiltModel Build(ModelSpec spec, Mode mode)
    {
        var result = ModelBuilder.Build(spec, mode);
        return result.Model ?? throw new CompilerException($"{spec.Class.Name} has errors, and kernels were asked for: {result.Text}");
    }
}
