using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;

namespace ModelGen.Compiler.Layers;

/// <summary>Fixes that add a missing part of a model, chosen to suit the other parts.</summary>
internal static class MissingParts
{
    private const string Optimizer = "Adam(1e-3f)", ClassLoss = "SoftmaxCrossEntropy", ValueLoss = "MeanSquaredError";

    private const int Classes = 10;

    /// <summary>An input; for an empty class a whole model to begin with.</summary>
    public static Fix[] Input(IReadOnlyList<Step> steps)
    {
        var shape = steps.Count == 0 ? null : steps[0].Attribute switch
        {
            ShapeAttribute stated when stated.Shape.All(size => size > 0) => string.Join(", ", stated.Shape.Select(Limits.Plain)),
            ReshapeAttribute reshape when reshape.Shape.All(size => size > 0) && Limits.Product(reshape.Shape) <= Limits.SampleElements =>
                Limits.Plain((int)Limits.Product(reshape.Shape)),
            _ => null,
        };
        var input = $"Input({shape ?? "64"})";
        return steps.Count > 0
            ? [Fix.InsertAfter(SpecLocation.Model, input)]
            :
            [
                Fix.InsertAfter(SpecLocation.Model, input, Dense(Classes), ClassLoss, Optimizer),
                Fix.InsertAfter(SpecLocation.Model, input),
            ];
    }

    /// <summary>A layer with parameters before the loss, with as many units as the output has features, or as the loss needs.</summary>
    public static Fix[] Layer(IReadOnlyList<Step> steps, Shape? output)
    {
        var forClasses = LossOf(steps) is { TargetKind: Losses.TargetKind.Classes };
        if (output is null) return [AtEnd(steps, Dense(forClasses ? Classes : 1))];
        var features = output[output.Rank - 1];
        return forClasses && output.Rank > 3
            ? [AtEnd(steps, "Flatten", Dense(features > 1 ? features : Classes))]
            : [AtEnd(steps, Dense(forClasses && features == 1 ? Classes : features))];
    }

    /// <summary>The losses that fit the output, the likeliest first.</summary>
    public static Fix[] Loss(IReadOnlyList<Step> steps, Shape? output)
    {
        var scores = output is not null && LossRules.HasClasses(output);
        var losses = steps.LastOrDefault(step => step.IsLayer)?.Layer?.Probabilities switch
        {
            ProbabilityKind.OfClasses when scores => ["CrossEntropy"],
            ProbabilityKind.OfClasses or ProbabilityKind.OfEach => [ValueLoss],
            _ => scores ? new[] { ClassLoss, ValueLoss } : [ValueLoss, "BinaryCrossEntropy"],
        };
        var optimizer = steps.FirstOrDefault(step => step.Attribute is OptimizerAttribute);
        return
        [
            .. losses.Select(loss =>
                optimizer is null ? Fix.InsertAfter(steps[steps.Count - 1].Location, loss) : Fix.InsertBefore(optimizer.Location, loss)),
        ];
    }

    /// <summary>An optimizer behind the loss.</summary>
    public static Fix[] OptimizerAfter(IReadOnlyList<Step> steps)
    {
        var last = steps.LastOrDefault(step => step.Attribute is LossAttribute) ?? steps[steps.Count - 1];
        return [Fix.InsertAfter(last.Location, Optimizer)];
    }

    /// <summary>The shape of the output, if the pipeline can be built.</summary>
    /// <param name="steps">The steps, without invalid arguments.</param>
    public static Shape? OutputOf(IReadOnlyList<Step> steps) => steps[0].Attribute is ModelInputAttribute
        ? new PipelineBuilder(Mode.Inference, new Problems()).Run(new Scope(steps, "", 0, "", null), null)?.Value.Shape
        : null;

    private static string Dense(int units) => $"Dense({Limits.Plain(units)})";

    /// <summary>The end of the pipeline, before the loss and the optimizer.</summary>
    private static Fix AtEnd(IReadOnlyList<Step> steps, params string[] attributes) =>
        steps.FirstOrDefault(step => step.Attribute is LossAttribute or OptimizerAttribute) is { } end
            ? Fix.InsertBefore(end.Location, attributes)
            : Fix.InsertAfter(steps[steps.Count - 1].Location, attributes);

    private static Losses.LossDefinition? LossOf(IReadOnlyList<Step> steps) =>
        steps.Select(step => step.Attribute).OfType<LossAttribute>().FirstOrDefault() is { } loss
            ? Losses.LossTable.Find(loss.GetType())
            : null;
}
