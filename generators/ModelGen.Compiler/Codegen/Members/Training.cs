using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>TrainStep</c> and <c>Evaluate</c>.</summary>
internal static class Training
{
    /// <summary>The parameter that receives each of several losses.</summary>
    private const string Each = "losses";

    /// <summary>Of a type, since a third argument may be a state, too.</summary>
    private const string NoWeights = "default(global::System.ReadOnlySpan<float>)";

    private const string SampleWeightsDocs =
        "A factor for the loss of each sample, n floats, finite, at least 0; empty if all count alike.";

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        foreach (var loss in model.Objectives.SelectMany(objective => objective.Losses).Where(loss => loss.ClassWeights.Count > 0))
            WriteClassWeights(loss, members);
        foreach (var objective in model.Objectives)
        {
            foreach (var start in BatchStart.Of(model))
            {
                if (objective.SampleWeights)
                    WriteWithoutWeights(model, objective, start, members, "TrainStep", "One step, in which all samples count alike.");
                WriteTrainStep(model, objective, start, members);
            }

            PartialSteps.Write(model, Finish(model, objective, []), members);
        }

        foreach (var objective in model.Objectives)
        {
            foreach (var start in BatchStart.Of(model))
            {
                if (objective.SampleWeights)
                    WriteWithoutWeights(model, objective, start, members, "Evaluate", "The mean loss, all samples counting alike.");
                WriteEvaluate(model, objective, start, members);
            }

            WriteLoss(model, objective, members);
        }
    }

    private static void WriteClassWeights(LossPort loss, MemberWriter members) =>
        members.Private([
            $"private static global::System.ReadOnlySpan<float> {Checks.WeightsOfClasses}{loss.Number} => new float[] {{ "
                + string.Join(", ", loss.ClassWeights.Select(weight => Literals.Float(weight))) + " };",
        ]);

    private static void WriteWithoutWeights(
        SurfaceModel model, Objective objective, BatchStart start, MemberWriter members, string method, string summary)
    {
        var docs = Documentation.Summary(summary);
        Prediction.Inputs(docs, model);
        foreach (var target in objective.Targets) docs.Param(target.Name, TargetDocs(target));
        members.Method(
            start.Describe(docs).Returns("The mean loss.").Throws("System.ArgumentException", start.LengthDocs),
            "public float " + method,
            [
                .. Framework.Read(model.Inputs),
                .. objective.Targets.Select(target => Framework.ReadOnlySpan(target.Type, target.Parameter)),
                .. start.Parameters,
            ],
            [$"return {method}({string.Join(", ", [.. Given(model, objective), NoWeights, .. start.Names])});"]);
    }

    /// <summary>The docs of the targets, of what weighs them, and of the losses.</summary>
    private static Documentation Targets(Documentation docs, Objective objective, BatchStart start)
    {
        start.Describe(DescribeTargets(docs, objective));
        if (objective.Losses.Count > 1)
        {
            docs.Param(
                Each,
                "Receives the mean of each loss, without its weight: "
                    + $"{string.Join(", ", objective.Losses.Select(loss => loss.Name))}; empty if they are not wanted.");
        }

        return docs;
    }

    /// <summary>The docs of targets, and of the weights of samples.</summary>
    public static Documentation DescribeTargets(Documentation docs, Objective objective)
    {
        foreach (var target in objective.Targets) docs.Param(target.Name, TargetDocs(target));
        return objective.SampleWeights ? docs.Param(LeafOp.SampleWeights, SampleWeightsDocs) : docs;
    }

    private static void WriteTrainStep(SurfaceModel model, Objective objective, BatchStart start, MemberWriter members)
    {
        var batch = $"a batch of n ≥ {Literals.Integer(model.FewestSamples)} samples";
        var docs = Documentation.Summary(
            model.Accumulate == 1
                ? $"One step of the optimizer on {batch}. Its gradients replace those in <c>Parameters</c>."
                : $"Learns from {batch}: {Literals.Integer(model.Accumulate)} calls make one step of the optimizer, with the mean of their "
                    + "gradients, which the last call does. The sum so far is in <c>Parameters</c>.");
        Prediction.Inputs(docs, model);
        members.Method(
            Targets(docs, objective, start)
                .Returns(
                    model.Accumulate == 1
                        ? $"The {Loss(objective)} over the batch before the update."
                        : $"The {Loss(objective)} over the batch.")
                .Throws("System.ArgumentException", "A length does not fit, " + start.Or + Bad(objective) + "; the model is unchanged.")
                .Throws("System.ArithmeticException", "The loss is not finite; the parameters are unchanged."),
            "public float TrainStep",
            Parameters(model, objective, start),
            [
                .. Checks.Inputs(model),
                .. start.Enter,
                .. Checks.Targets(model, objective),
                .. Checks.FewestSamples(model),
                .. Checks.Finite(model, objective),
                .. PartialSteps.Weigh(model, objective),
                "",
                Sums(objective),
                "_forwardSamples = 0;",
                Checks.Call(KernelMethods.TrainStep(model), Arguments(model, objective, start, Divisors(model, objective))),
                .. PartialSteps.Stop(model, objective),
                .. Finish(model, objective, start.Advance),
            ]);
    }

    private static void WriteLoss(SurfaceModel model, Objective objective, MemberWriter members)
    {
        if (model.LossOutputs.Count == 0) return;
        var (first, outputs) = (model.LossOutputs[0], model.LossOutputs);
        var docs = Documentation.Summary(
            $"The {Loss(objective)} of outputs that are given, and its gradient in these: what <c>Forward</c> gives and <c>Backward</c> "
                + "takes. Nothing is updated.");
        foreach (var output in outputs)
            docs.Param(output.Name, $"What the model has computed for n ≥ 1 samples: {output.Elements}.");
        foreach (var input in model.LossInputs.Skip(outputs.Count)) docs.Param(input.Name, input.Elements + ".");
        Targets(docs, objective, BatchStart.Of(model).First());
        foreach (var output in outputs)
            docs.Param(
                output.GradientName,
                $"Receives the gradient of the returned number in <c>{output.Name}</c>, {output.Elements}; empty if it is not wanted.");
        members.Method(
            docs.Returns($"The {Loss(objective)}.")
                .Throws(
                    "System.ArgumentException",
                    "A length does not fit" + (HasLabels(objective) ? ", or a label is out of range." : ".")),
            "public float Loss",
            [
                .. Framework.Read(model.LossInputs),
                .. objective.Parameters,
                .. outputs.Select(output => Framework.Span(output.GradientParameter) + " = default"),
                .. objective.Losses.Count > 1 ? [Framework.Span(Each) + " = default"] : Array.Empty<string>(),
            ],
            [
                $"var samples = {Framework.Arguments}.Samples({first.Parameter}.Length, {first.SizeConstant}, {first.NameOf}, "
                    + $"{model.NameOfClass});",
                .. model.LossInputs.Skip(1).Select(input =>
                    Checks.SameSamples(model, input.Parameter, input.SizeConstant, "samples", first.NameOf)),
                .. model.LossInputs.SelectMany(input => Checks.Ids(model, input)),
                .. Checks.Targets(model, objective, first.NameOf),
                .. outputs.Select(output => $"if (!{output.GradientParameter}.IsEmpty) "
                    + Checks.SameSamples(model, output.GradientParameter, output.SizeConstant, "samples", first.NameOf)),
                "",
                Sums(objective),
                Checks.Call(
                    KernelMethods.Loss(model),
                    [
                        .. model.LossInputs.Select(input => input.Parameter),
                        .. objective.Targets.Select(target => target.Parameter),
                        .. objective.SampleWeights ? [LeafOp.SampleWeights] : Array.Empty<string>(),
                        .. outputs.Select(output => output.GradientParameter),
                        "samples",
                        .. objective.Losses.Where(loss => loss.TakesWeight).Select(Weighted),
                        .. objective.Losses.Select(loss => "ref " + loss.Sum),
                    ]),
                .. TellEach(objective),
                $"return (float)({Mean(objective)});",
            ]);
    }

    /// <summary>What the gradients of a loss are divided by in the weighted sum of the means.</summary>
    public static string Weighted(LossPort loss) =>
        loss.Weight == 1 ? Checks.Divisor(loss) : $"{Checks.Divisor(loss)} / {Literals.Double(loss.Weight)}";

    private static string Mean(Objective objective) =>
        objective.Only is { } only ? $"{only.Sum} / {Checks.Divisor(only)}" : Total(objective);

    /// <summary>What a training step does behind the gradients.</summary>
    private static IEnumerable<string> Finish(SurfaceModel model, Objective objective, string[] advance) =>
    [
        $"var loss = {Framework.Arguments}.FiniteLoss({Sum(objective)}, _learningRate, Parameters, {model.NameOfClass});",
        .. Construction.TakeBuffers(model),
        .. Updates(model),
        "_step++;",
        .. TellEach(objective),
        .. advance,
        "return loss;",
    ];

    /// <summary>What the gradients of the samples' losses are divided by, where it is not the number of samples.</summary>
    private static string[] Divisors(SurfaceModel model, Objective objective) => objective.Losses
        .Select((loss, index) => (Loss: loss, Index: index))
        .Where(each => each.Loss.TakesWeight)
        .Select(each =>
        {
            var (loss, divisor) = (each.Loss, PartialSteps.Divisor(model, each.Index, Checks.Divisor(each.Loss)));
            if (model.Accumulate > 1) divisor = $"(double){divisor} * {Literals.Integer(model.Accumulate)}";
            return loss.Weight == 1 ? divisor : $"{divisor} / {Literals.Double(loss.Weight)}";
        })
        .ToArray();

    /// <summary>The sum of the losses, and what it is divided by: of several, the weighted sum of their means.</summary>
    private static string Sum(Objective objective) =>
        objective.Only is { } only ? $"{only.Sum}, {Checks.Divisor(only)}" : $"{Total(objective)}, 1";

    private static string Total(Objective objective) => string.Join(" + ", objective.Losses.Select(Mean));

    private static string Mean(LossPort loss) =>
        $"({(loss.Weight == 1 ? "" : Literals.Double(loss.Weight) + " * ")}{loss.Sum} / {Checks.Divisor(loss)})";

    private static string Sums(Objective objective) =>
        $"double {string.Join(", ", objective.Losses.Select(loss => loss.Sum + " = 0"))};";

    private static IEnumerable<string> TellEach(Objective objective) => objective.Losses.Count == 1
        ? []
        :
        [
            $"if (!{Each}.IsEmpty)",
            "{",
            .. objective.Losses.Select((loss, i) =>
                $"    {Each}[{Literals.Integer(i)}] = (float)({loss.Sum} / {Checks.Divisor(loss)});"),
            "}",
        ];

    private static IEnumerable<string> Updates(SurfaceModel model) =>
        model.Accumulate == 1
            ? [Checks.Call(KernelMethods.Update, []), "_weightChanges++;"]
            :
            [
                "if (_accumulated == 0) _gradients.Span.Clear();",
                Checks.Call(KernelMethods.AddGradients, []),
                $"if (++_accumulated == {Literals.Integer(model.Accumulate)})",
                "{",
                "    " + Checks.Call(KernelMethods.Update, []),
                "    _weightChanges++;",
                "    _accumulated = 0;",
                "}",
            ];

    private static void WriteEvaluate(SurfaceModel model, Objective objective, BatchStart start, MemberWriter members)
    {
        var docs = Documentation.Summary($"The {Loss(objective)} over n ≥ 1 samples, as in prediction; nothing is updated.");
        Prediction.Inputs(docs, model);
        members.Method(
            Targets(docs, objective, start)
                .Returns($"The {Loss(objective)}.")
                .Throws(
                    "System.ArgumentException",
                    start.LengthDocs.Split(';')[0].TrimEnd('.') + (HasLabels(objective) ? ", or a label is out of range." : ".")),
            "public float Evaluate",
            Parameters(model, objective, start),
            [
                .. Checks.Inputs(model),
                .. start.Enter,
                .. Checks.Targets(model, objective),
                "",
                Sums(objective),
                Checks.Call(KernelMethods.Evaluate(model), Arguments(model, objective, start)),
                .. TellEach(objective),
                .. start.Advance,
                $"return (float)({Mean(objective)});",
            ]);
    }

    private static string[] Parameters(SurfaceModel model, Objective objective, BatchStart start) =>
    [
        .. Framework.Read(model.Inputs),
        .. objective.Parameters,
        .. start.Parameters,
        .. objective.Losses.Count > 1 ? [Framework.Span(Each) + " = default"] : Array.Empty<string>(),
    ];

    /// <summary>The inputs and targets, as they are given on.</summary>
    private static string[] Given(SurfaceModel model, Objective objective) =>
        [.. model.Inputs.Select(i => i.Parameter), .. objective.Targets.Select(target => target.Parameter)];

    private static string[] Arguments(SurfaceModel model, Objective objective, BatchStart start, params string[] numbers) =>
    [
        .. Given(model, objective),
        .. objective.SampleWeights ? [LeafOp.SampleWeights] : Array.Empty<string>(),
        .. start.Arguments,
        "samples",
        .. numbers,
        .. objective.Losses.Select(loss => "ref " + loss.Sum),
    ];

    private static string Loss(Objective objective) =>
        objective.Losses.Count == 1 ? "mean loss" : "weighted sum of the mean losses";

    public static bool HasLabels(Objective objective) => objective.Targets.Any(target => target.Type == "int");

    private static string Bad(Objective objective) =>
        HasLabels(objective) ? "a number is not finite, or a label is out of range" : "or a number is not finite";

    private static string TargetDocs(TargetPort target)
    {
        var what = target.Output is null or Layers.InputWiring.OutputName ? "the output" : $"<c>{target.Output}</c>";
        return target.Type == "int"
            ? $"The right classes, {target.Dimensions}"
                + (target.Classes is > 1 and var classes ? $": each in 0 … {Literals.Integer(classes - 1)}" : "")
                + (target.Ignored is { } label ? $", or {Literals.Integer(label)} where none counts." : ".")
            : $"What {what} should be, {target.Dimensions}.";
    }
}
