using ModelGen.Compiler.Budgets;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Optimizers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <summary>Whether dropout and its like are at work.</summary>
public enum Mode
{
    Inference,
    Training,
}

/// <summary>A model as a graph, with everything that the generated class needs.</summary>
public sealed record BuiltModel
{
    public required ModelSpec Spec { get; init; }

    public required GraphBuilder Builder { get; init; }

    public required IReadOnlyList<NamedValue> Inputs { get; init; }

    /// <summary>Those of the inputs that are numbers, into which gradients flow.</summary>
    public IEnumerable<NamedValue> NumericInputs => Inputs.Where(input => input.Value.Node.Op is LeafOp { Kind: LeafKind.Input });

    /// <summary>The main output first, called <c>output</c>.</summary>
    public required IReadOnlyList<NamedValue> Outputs { get; init; }

    /// <summary>Every parameter and buffer, in the order of declaration, as in a file of weights.</summary>
    public required IReadOnlyList<ParameterInfo> Stored { get; init; }

    /// <summary>What is learned.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => Stored.Where(p => p.IsTrainable).ToArray();

    /// <summary>How many numbers its parameters have, frozen or not, without buffers.</summary>
    public int ParameterCount => Stored.Where(p => !p.IsBuffer).Sum(p => p.Elements);

    /// <summary>The buffers that training changes: kept from call to call, but not learned.</summary>
    public IReadOnlyList<ParameterInfo> Buffers => Stored.Where(p => p.IsUpdated).ToArray();

    /// <summary>The next values of the buffers that a model in training mode changes.</summary>
    public IReadOnlyList<NamedValue> BufferUpdates { get; init; } = [];

    /// <summary>What layers take along from batch to batch, if the caller passes a state.</summary>
    public IReadOnlyList<CarriedState> States { get; init; } = [];

    /// <summary>The numbers of that state for one sample.</summary>
    public int StateWidth => States.Sum(state => state.Start.Shape.SampleElements);

    /// <summary>What products of 8 bits read, by the parameter that holds its largest magnitude.</summary>
    public IReadOnlyList<NamedValue> Measured { get; init; } = [];

    /// <summary>The fewest samples of a training step: 2 if a layer needs statistics of the batch.</summary>
    public int FewestSamples { get; init; } = 1;

    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>Every call of a step, in order, for rules about the whole model.</summary>
    internal IReadOnlyList<LayerCall> Calls { get; init; } = [];

    /// <summary>Whether the other mode gives another graph.</summary>
    public bool DependsOnMode { get; init; }

    /// <summary>Whether it only predicts.</summary>
    public bool OnlyPredicts => Spec.OnlyPredicts;

    /// <summary>The losses, whose weighted sum is minimised; none only in a model that only predicts, which may have some.</summary>
    public IReadOnlyList<BoundLoss> Losses { get; init; } = [];

    /// <summary>Null only in a model that only predicts, which may have one.</summary>
    public BoundOptimizer? Optimizer { get; init; }

    /// <summary>The penalty of its gradients; null if there is none.</summary>
    public BoundGradientPenalty? GradientPenalty { get; init; }

    /// <summary>Whether second derivatives of its loss are asked for.</summary>
    public bool HasHessian { get; init; }

    /// <summary>What it may cost.</summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    public Value Output => Outputs[0].Value;
}

/// <summary>The result of checking a declaration: its diagnostics, and the model if there is no error.</summary>
public sealed record CheckResult(BuiltModel? Model, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>If there is an error, the layers that are known nevertheless.</summary>
    public IEnumerable<LayerOutline> Outline { get; init; } = [];

    /// <summary>The messages, one after the other.</summary>
    public string Text => string.Join("; ", Diagnostics.Select(diagnostic => diagnostic.Message));
}
