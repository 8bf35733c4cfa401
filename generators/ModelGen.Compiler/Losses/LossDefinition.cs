using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Losses;

/// <summary>What a loss compares the output with.</summary>
public enum TargetKind
{
    /// <summary>Floats in the output's shape.</summary>
    Values,

    /// <summary>One integer in 0 … classes − 1 for each position.</summary>
    Classes,
}

/// <summary>What a loss takes the output for.</summary>
public enum OutputKind
{
    /// <summary>Numbers, which are compared with those of the target.</summary>
    Numbers,

    /// <summary>Logits of single probabilities: the loss applies the sigmoid.</summary>
    Logits,

    /// <summary>Logits of classes: the loss applies the softmax.</summary>
    ClassLogits,

    /// <summary>Probabilities of classes.</summary>
    Probabilities,

    /// <summary>Scores of classes, which are compared with each other.</summary>
    Scores,

    /// <summary>Not known: the loss is the user's.</summary>
    Anything,
}

/// <summary>A loss: an attribute becomes graph nodes.</summary>
public abstract class LossDefinition : AttributeDefinition
{
    public abstract Type AttributeType { get; }

    public sealed override string AttributeName => AttributeType.Name;

    public sealed override string WhyNotInBlock => "only a model has a loss";

    public abstract TargetKind TargetKind { get; }

    /// <summary>The label of positions that do not count; null if all do.</summary>
    public virtual int? IgnoredLabel(LossAttribute attribute) => null;

    /// <summary>The weights of the classes; empty if all count alike.</summary>
    public virtual IReadOnlyList<double> ClassWeights(LossAttribute attribute) => [];

    /// <summary>How many numbers the target has for each of the output's, side by side along its last axis; of values only.</summary>
    public virtual int TargetsPerOutput => 1;

    public abstract OutputKind OutputKind { get; }

    public sealed override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute)
    {
        var loss = (LossAttribute)attribute;
        return
        [
            .. Validate(loss),
            Require.Positive(nameof(LossAttribute.Weight), (float)loss.Weight, 0.3f),
            loss.Target is not { } target || LayerNames.IsValid(target) ? null : NoName(target),
        ];
    }

    private static ArgumentProblem NoName(string target) =>
        new ArgumentProblem(DiagnosticCatalogue.InvalidName, nameof(LossAttribute.Target), -1, LayerNames.Quoted(target), "labels")
            .Or(place => Fix.Change(place, "\"labels\""));

    /// <inheritdoc cref="AttributeDefinition.Validate"/>
    public virtual IEnumerable<ArgumentProblem?> Validate(LossAttribute attribute) => [];

    /// <summary>
    /// The loss of each sample, [N, 1]: the mean over the sample's elements or positions, of which those that do not count give zero.
    /// </summary>
    /// <param name="attribute">The attribute, typed.</param>
    /// <param name="output">The model's output, [N, …].</param>
    /// <param name="target">Values: the output's shape, its last axis times <see cref="TargetsPerOutput"/>. Classes: the labels as floats,
    /// the output's shape with the class axis of size one.</param>
    public abstract Value PerSample(LossAttribute attribute, Value output, Value target);
}

/// <summary>A loss for one attribute class.</summary>
public abstract class LossDefinition<TAttribute> : LossDefinition
    where TAttribute : LossAttribute
{
    public sealed override Type AttributeType => typeof(TAttribute);

    public sealed override Value PerSample(LossAttribute attribute, Value output, Value target) =>
        PerSample((TAttribute)attribute, output, target);

    protected abstract Value PerSample(TAttribute attribute, Value output, Value target);
}

/// <summary>A loss and the attribute that asks for it.</summary>
public sealed record BoundLoss(LossDefinition Definition, LossAttribute Attribute)
{
    /// <summary>What it is called among several: <c>output_loss</c>, <c>age_loss</c>.</summary>
    public string Name { get; init; } = GraphOutput.Loss;

    /// <summary>The name of the value that it is of; null for the model's output.</summary>
    public string? Of => Attribute.Of == InputWiring.OutputName ? null : Attribute.Of;

    /// <summary>The value that it is of, [N, …].</summary>
    public Value Output { get; init; }

    /// <summary>The factor of the loss in what is minimised.</summary>
    public double Weight => Optimizers.Written.Number((float)Attribute.Weight);

    /// <summary>The name of the parameter with what it compares with; losses with the same name share it.</summary>
    public string TargetName => NameOfTarget(Attribute.Target, Of, TargetKind);

    /// <summary>The scalar of the host by which gradients of the samples' losses become those of an update.</summary>
    public string MeanFactor { get; init; } = LeafOp.InverseSamples;

    /// <summary>The lengths of samples, [N, 1], where positions are steps and those behind a length do not count; otherwise null.</summary>
    public Value? Lengths { get; init; }

    /// <summary>The user's function that the loss is; null for the losses of the library.</summary>
    public BoundFunction? Function { get; init; }

    public TargetKind TargetKind => Function is { TakesLabels: true } ? TargetKind.Classes : Definition.TargetKind;

    /// <inheritdoc cref="LossDefinition.IgnoredLabel"/>
    public int? IgnoredLabel => Definition.IgnoredLabel(Attribute);

    /// <summary>The weights of the classes, as floats; empty if all count alike.</summary>
    public IReadOnlyList<float> ClassWeights => Definition.ClassWeights(Attribute).Select(weight => (float)weight).ToArray();

    /// <summary>Whether samples have weights.</summary>
    public bool SampleWeights => Attribute.SampleWeights;

    /// <summary>Whether labels count differently, so that the mean is not one over samples.</summary>
    public bool WeighsLabels => IgnoredLabel is not null || ClassWeights.Count > 0;

    /// <summary>The axis of the output that runs over classes: the last.</summary>
    public static int ClassAxis(Shape output) => output.Rank - 1;

    /// <summary>The name of what a loss compares with: the declared one, or one after the value that the loss is of.</summary>
    public static string NameOfTarget(string? declared, string? of, TargetKind kind) => declared ?? (of, kind) switch
    {
        (null or InputWiring.OutputName, TargetKind.Classes) => "labels",
        (null or InputWiring.OutputName, _) => "targets",
        (_, TargetKind.Classes) => of + "Labels",
        _ => of + "Targets",
    };

    /// <summary>What it compares with, as a leaf of the graph.</summary>
    public Value Target => Output.Builder.Leaf(
        TargetKind == TargetKind.Classes ? LeafKind.Label : LeafKind.Target, TargetName, TargetShape(Output.Shape));

    /// <summary>The shape of the target for the given output.</summary>
    public Shape TargetShape(Shape output) => TargetKind == TargetKind.Values
        ? new(output.Dimensions
            .Select((size, axis) => axis == output.Rank - 1 ? size * Definition.TargetsPerOutput : size)
            .ToEquatableArray())
        : output.Reduce([ClassAxis(output)]);

    public Value PerSample(Value output, Value target)
    {
        if (Function is not null)
            return OfFunction(output, target).Result ?? throw new CompilerException($"'{Function.Function.Name}' gives no loss.");
        if (Lengths is not { } lengths) return Definition.PerSample(Attribute, output, target);
        var builder = output.Builder;
        var counts = builder.Position(target.Shape, 1)
            .IfLess(lengths.Reshape(Shape.Batched([1, 1])), target, builder.Constant(IgnoredLabel!.Value));
        return Definition.PerSample(Attribute, output, counts);
    }

    /// <summary>The loss of each sample by the user's function, or what is wrong with it.</summary>
    internal (Value? Result, FormulaProblem? Problem) OfFunction(Value output, Value target)
    {
        var runner = new FormulaRunner(Function!, output.Builder);
        var result = TargetKind == TargetKind.Classes ? runner.Run([output], target) : runner.Run([output, target], null);
        return (result is { } value ? Formulas.MeanOfSample(value) : null, runner.Problem);
    }

    /// <summary>The same loss of the steps that count; null if it cannot leave any out.</summary>
    public BoundLoss? Within(Value lengths)
    {
        if (Attribute is not SoftmaxCrossEntropyAttribute all) return null;
        if (IgnoredLabel is not null) return this with { Lengths = lengths };
        return this with
        {
            Attribute = new SoftmaxCrossEntropyAttribute
            {
                LabelSmoothing = all.LabelSmoothing,
                ClassWeights = all.ClassWeights,
                SampleWeights = all.SampleWeights,
                IgnoreLabel = -1,
                Of = all.Of,
                Weight = all.Weight,
                Target = all.Target,
            },
            Lengths = lengths,
        };
    }
}
