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

    public static IEnumerable<string> Target(SurfaceModel model, TargetPort target)
    {
        yield return SameSamples(model, target.Name, target.Size, "samples", model.Inputs[0].NameOf);
        if (target.Classes is { } classes)
        {
            var ignored = target.Ignored is { } label ? ", " + Literals.Integer(label) : "";
            yield return $"{Framework.Arguments}.Labels({target.Name}, {Literals.Integer(classes)}, {target.Size}, {target.NameOf}, "
                + $"{model.NameOfClass}{ignored});";
        }

        if (target.WeighsLabels) yield return $"var weight = {Weight(model, target)};";
        if (target.SampleWeights)
        {
            yield return $"if ({LeafOp.SampleWeights}.IsEmpty) {LeafOp.SampleWeights} = {Framework.Losses}.Ones(samples);";
            yield return $"else {Framework.Arguments}.SampleWeights({LeafOp.SampleWeights}, samples, {model.NameOfClass});";
        }
    }

    /// <summary>What the sum of the samples' losses is divided by.</summary>
    public static string WeightName(TargetPort target) => target.WeighsLabels ? "weight" : "samples";

    /// <summary>How many samples' worth of labels count.</summary>
    public static string Weight(SurfaceModel model, TargetPort target) =>
        $"{Framework.Arguments}.Weight({target.Name}, "
        + (target.HasLengths ? model.Lengths!.Parameter + ", " : "")
        + (target.ClassWeights.Count > 0 ? WeightsOfClasses + ", " : "")
        + (target.Ignored is { } ignored ? Literals.Integer(ignored) + ", " : "")
        + $"{target.Size}, {target.NameOf}, {model.NameOfClass})";

    /// <summary>The constant with the weights of the classes.</summary>
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

    public static IEnumerable<string> Finite(SurfaceModel model, TargetPort target)
    {
        foreach (var input in model.NumericInputs)
            yield return $"{Framework.Arguments}.Finite({input.Parameter}, {input.SizeConstant}, {input.NameOf});";
        if (target.Classes is null)
            yield return $"{Framework.Arguments}.Finite({target.Name}, {target.Size}, {target.NameOf});";
    }

    public static string SameSamples(SurfaceModel model, string parameter, string size, string samples, string first) =>
        $"{model.ArgumentChecks}.SameSamples({parameter}.Length, {size}, {Literals.Text(parameter.TrimStart('@'))}, {samples}, {first});";

    public static string Call(KernelMethod method, IEnumerable<string> arguments) => $"{method.Name}({string.Join(", ", arguments)});";
}
