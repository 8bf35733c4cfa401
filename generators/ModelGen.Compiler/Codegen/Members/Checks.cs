using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>The statements that check arguments, and sentences that say so in the docs.</summary>
internal static class Checks
{
    public const string LengthDocs = "A length does not fit; the model is unchanged.";

    /// <summary>Declares <c>samples</c>, from the first input, and requires the others to have as many.</summary>
    public static IEnumerable<string> Inputs(SurfaceModel model)
    {
        var first = model.Inputs[0];
        yield return $"var samples = {model.ArgumentChecks}.Samples({first.Parameter}.Length, {first.SizeConstant}, {first.NameOf}, "
            + $"{model.NameOfClass});";
        foreach (var input in model.Inputs.Skip(1))
            yield return SameSamples(model, input.Parameter, input.SizeConstant, "samples", first.NameOf);
        foreach (var check in model.Inputs.SelectMany(input => Ids(model, input))) yield return check;
    }

    /// <summary>Requires integers to be in range; nothing for numbers.</summary>
    public static IEnumerable<string> Ids(SurfaceModel model, Port input)
    {
        if (input is { IsLengths: true, Vocabulary: { } lengths })
            yield return $"{model.ArgumentChecks}.Lengths({input.Parameter}, {Literals.Integer(lengths - 1)}, {input.NameOf}, "
                + $"{model.NameOfClass});";
        else if (input.Vocabulary is { } ids)
            yield return $"{model.ArgumentChecks}.Tokens({input.Parameter}, {Literals.Integer(ids)}, {input.SizeConstant}, "
                + $"{input.NameOf}, {model.NameOfClass});";
    }

    public static IEnumerable<string> Outputs(SurfaceModel model) =>
        model.Outputs.Select(o => SameSamples(model, o.Parameter, o.SizeConstant, "samples", model.Inputs[0].NameOf));

    public static IEnumerable<string> Targets(SurfaceModel model, Objective objective, string? first = null)
    {
        first ??= model.Inputs[0].NameOf;
        foreach (var target in objective.Targets)
        {
            yield return SameSamples(model, target.Parameter, target.Size, "samples", first);
            if (target.Classes is not { } classes) continue;
            var ignored = target.Ignored is { } label ? ", " + Literals.Integer(label) : "";
            yield return $"{Framework.Arguments}.Labels({target.Parameter}, {Literals.Integer(classes)}, {target.Size}, {target.NameOf}, "
                + $"{model.NameOfClass}{ignored});";
        }

        foreach (var loss in objective.Losses.Where(loss => loss.WeighsLabels))
            yield return $"var {loss.Divisor} = {Weight(model, loss)};";
        if (objective.Losses.Count > 1)
        {
            yield return $"{Framework.Arguments}.RoomForLosses(losses.Length, {Literals.Integer(objective.Losses.Count)}, "
                + $"{model.NameOfClass});";
        }

        if (objective.SampleWeights)
        {
            yield return $"if ({LeafOp.SampleWeights}.IsEmpty) {LeafOp.SampleWeights} = {Framework.Losses}.Ones(samples);";
            yield return $"else {Framework.Arguments}.SampleWeights({LeafOp.SampleWeights}, samples, {model.NameOfClass});";
        }
    }

    /// <summary>What the sum of the samples' losses is divided by.</summary>
    public static string Divisor(LossPort loss) => loss.WeighsLabels ? loss.Divisor : "samples";

    /// <summary>How many samples' worth of labels count.</summary>
    private static string Weight(SurfaceModel model, LossPort loss) =>
        $"{Framework.Arguments}.Weight({loss.Target.Parameter}, "
        + (loss.HasLengths ? model.Lengths!.Parameter + ", " : "")
        + (loss.ClassWeights.Count > 0 ? WeightsOfClasses + loss.Number + ", " : "")
        + (loss.Ignored is { } ignored ? Literals.Integer(ignored) + ", " : "")
        + $"{loss.Target.Size}, {loss.Target.NameOf}, {model.NameOfClass})";

    /// <summary>The constant with the weights of the classes, of the first loss.</summary>
    public const string WeightsOfClasses = "WeightsOfClasses";

    /// <summary>Layers that compare samples cannot learn from one.</summary>
    public static IEnumerable<string> FewestSamples(SurfaceModel model) =>
        model.FewestSamples == 1
            ? []
            :
            [
                $"{Framework.Arguments}.AtLeast(samples, {Literals.Integer(model.FewestSamples)}, {model.Inputs[0].NameOf}, "
                    + $"{model.NameOfClass});",
            ];

    public static IEnumerable<string> Finite(SurfaceModel model, Objective objective)
    {
        foreach (var input in model.NumericInputs)
            yield return $"{Framework.Arguments}.Finite({input.Parameter}, {input.SizeConstant}, {input.NameOf});";
        foreach (var target in objective.Targets.Where(target => target.Classes is null))
            yield return $"{Framework.Arguments}.Finite({target.Parameter}, {target.Size}, {target.NameOf});";
    }

    public static string SameSamples(SurfaceModel model, string parameter, string size, string samples, string first) =>
        $"{model.ArgumentChecks}.SameSamples({parameter}.Length, {size}, {Literals.Text(parameter.TrimStart('@'))}, {samples}, {first});";

    public static string Call(KernelMethod method, IEnumerable<string> arguments) => $"{method.Name}({string.Join(", ", arguments)});";
}
