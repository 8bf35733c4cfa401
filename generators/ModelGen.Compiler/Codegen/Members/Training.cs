using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>TrainStep</c> and <c>Evaluate</c>.</summary>
internal static class Training
{
    /// <summary>Of a type, since a third argument may be a state, too.</summary>
    private const string NoWeights = "default(global::System.ReadOnlySpan<float>)";

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (model.Targets.Any(target => target.ClassWeights.Count > 0)) WriteClassWeights(model.Targets[0], members);
        foreach (var target in model.Targets)
        {
            foreach (var start in BatchStart.Of(model))
            {
                if (target.SampleWeights)
                    WriteWithoutWeights(model, target, start, members, "TrainStep", "One step, in which all samples count alike.");
                WriteTrainStep(model, target, start, members);
            }
        }

        foreach (var target in model.Targets)
        {
            foreach (var start in BatchStart.Of(model))
            {
                if (target.SampleWeights)
                    WriteWithoutWeights(model, target, start, members, "Evaluate", "The mean loss, all samples counting alike.");
                WriteEvaluate(model, target, start, members);
            }
        }
    }

    private static void WriteClassWeights(TargetPort target, MemberWriter members) =>
        members.Private([
            $"private static global::System.ReadOnlySpan<float> {Checks.WeightsOfClasses} => new float[] {{ "
                + string.Join(", ", target.ClassWeights.Select(weight => Literals.Float(weight))) + " };",
        ]);

    private static void WriteWithoutWeights(
        SurfaceModel model, TargetPort target, BatchStart start, MemberWriter members, string method, string summary)
    {
        var docs = Documentation.Summary(summary);
        Prediction.Inputs(docs, model);
        members.Method(
            start.Describe(docs.Param(target.Name, TargetDocs(target)))
                .Returns("The mean loss.")
                .Throws("System.ArgumentException", start.LengthDocs),
            "public float " + method,
            [.. Framework.Read(model.Inputs), Framework.ReadOnlySpan(target.Type, target.Name), .. start.Parameters],
            [$"return {method}({string.Join(", ", [.. model.Inputs.Select(i => i.Parameter), target.Name, NoWeights, .. start.Names])});"]);
    }

    /// <summary>The docs of the targets and of what weighs them.</summary>
    private static Documentation Targets(Documentation docs, TargetPort target)
    {
        docs.Param(target.Name, TargetDocs(target));
        return target.SampleWeights
            ? docs.Param(
                LeafOp.SampleWeights,
                "A factor for the loss of each sample, n floats, finite, at least 0; empty if all count alike.")
            : docs;
    }

    private static void WriteTrainStep(SurfaceModel model, TargetPort target, BatchStart start, MemberWriter members)
    {
        var batch = $"a batch of n ≥ {Literals.Integer(model.FewestSamples)} samples";
        var docs = Documentation.Summary(
            model.Accumulate == 1
                ? $"One step of the optimizer on {batch}. Its gradients replace those in <c>Parameters</c>."
                : $"Learns from {batch}: {Literals.Integer(model.Accumulate)} calls make one step of the optimizer, with the mean of their "
                    + "gradients, which the last call does. The sum so far is in <c>Parameters</c>.");
        Prediction.Inputs(docs, model);
        members.Method(
            start.Describe(Targets(docs, target))
                .Returns(model.Accumulate == 1 ? "The mean loss over the batch before the update." : "The mean loss over the batch.")
                .Throws("System.ArgumentException", "A length does not fit, " + start.Or + Bad(target) + "; the model is unchanged.")
                .Throws("System.ArithmeticException", "The loss is not finite; the parameters are unchanged."),
            "public float TrainStep",
            Parameters(model, target, start),
            [
                .. Checks.Inputs(model),
                .. start.Enter,
                .. Checks.Target(model, target),
                .. Checks.FewestSamples(model),
                .. Checks.Finite(model, target),
                "",
                "double lossSum = 0;",
                "_forwardSamples = 0;",
                Checks.Call(
                    KernelMethods.TrainStep(model),
                    Arguments(model, target, start, model.TakesWeight ? [Divisor(model, target)] : [])),
                $"var loss = {Framework.Arguments}.FiniteLoss(lossSum, {Checks.WeightName(target)}, _learningRate, Parameters, "
                    + $"{model.NameOfClass});",
                .. Construction.TakeBuffers(model),
                .. Updates(model),
                "_step++;",
                .. start.Advance,
                "return loss;",
            ]);
    }

    /// <summary>What the gradients of the samples' losses are divided by.</summary>
    private static string Divisor(SurfaceModel model, TargetPort target) =>
        model.Accumulate == 1
            ? Checks.WeightName(target)
            : $"(double){Checks.WeightName(target)} * {Literals.Integer(model.Accumulate)}";

    private static IEnumerable<string> Updates(SurfaceModel model) =>
        model.Accumulate == 1
            ? [Checks.Call(KernelMethods.Update, [])]
            :
            [
                "if (_accumulated == 0) _gradients.Span.Clear();",
                Checks.Call(KernelMethods.AddGradients, []),
                $"if (++_accumulated == {Literals.Integer(model.Accumulate)})",
                "{",
                "    " + Checks.Call(KernelMethods.Update, []),
                "    _accumulated = 0;",
                "}",
            ];

    private static void WriteEvaluate(SurfaceModel model, TargetPort target, BatchStart start, MemberWriter members)
    {
        var docs = Documentation.Summary("The mean loss over n ≥ 1 samples, as in prediction; nothing is updated.");
        Prediction.Inputs(docs, model);
        members.Method(
            start.Describe(Targets(docs, target))
                .Returns("The mean loss.")
                .Throws(
                    "System.ArgumentException",
                    start.LengthDocs.Split(';')[0].TrimEnd('.') + (target.Type == "int" ? ", or a label is out of range." : ".")),
            "public float Evaluate",
            Parameters(model, target, start),
            [
                .. Checks.Inputs(model),
                .. start.Enter,
                .. Checks.Target(model, target),
                "",
                "double lossSum = 0;",
                Checks.Call(KernelMethods.Evaluate(model), Arguments(model, target, start)),
                .. start.Advance,
                $"return (float)(lossSum / {Checks.WeightName(target)});",
            ]);
    }

    private static string[] Parameters(SurfaceModel model, TargetPort target, BatchStart start) =>
        [.. Framework.Read(model.Inputs), .. KernelMethods.Target(target), .. start.Parameters];

    private static string[] Arguments(SurfaceModel model, TargetPort target, BatchStart start, params string[] numbers) =>
    [
        .. model.Inputs.Select(i => i.Parameter),
        target.Name,
        .. target.SampleWeights ? [LeafOp.SampleWeights] : Array.Empty<string>(),
        .. start.Arguments,
        "samples",
        .. numbers,
        "ref lossSum",
    ];

    private static string Bad(TargetPort target) =>
        target.Type == "int" ? "a number is not finite, or a label is out of range" : "or a number is not finite";

    private static string TargetDocs(TargetPort target) =>
        target.Type == "int"
            ? $"The right classes, {target.Dimensions}"
                + (target.Classes is > 1 and var classes ? $": each in 0 … {Literals.Integer(classes - 1)}" : "")
                + (target.Ignored is { } label ? $", or {Literals.Integer(label)} where none counts." : ".")
            : $"What the output should be, {target.Dimensions}.";
}
