using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Losses;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Layers;

/// <summary>Whether the output suits the loss.</summary>
internal static class LossRules
{
    /// <summary>The losses of a model, each with what it is of; null, reported, if one does not suit it.</summary>
    /// <param name="pipeline">The layers.</param>
    /// <param name="takesMean">Whether a step is a whole batch: then its mean loss is one over its samples.</param>
    /// <param name="problems">Where to report.</param>
    public static IReadOnlyList<BoundLoss>? Bind(PipelineBuilder pipeline, bool takesMean, Problems problems)
    {
        var losses = new List<BoundLoss>();
        foreach (var (step, read) in pipeline.Losses)
        {
            var loss = LossTable.Bind((LossAttribute)step.Attribute, step.Function) with { Output = read.Value };
            if (!Check(loss, step, read, pipeline.Calls, problems)) return null;
            if (pipeline.Lengths is { } lengths && read.Value.Shape.Rank == 3 && lengths.HoldFor(read.Value))
            {
                if (loss.Within(lengths.Values) is not { } within)
                {
                    CountsPadding(step, read, lengths.Steps, problems);
                    return null;
                }

                loss = within;
            }

            if (!CanShare(loss, step, losses, problems)) return null;
            if (loss.Function is not null && !CheckFunction(loss, step, problems)) return null;
            var isPlain = !loss.WeighsLabels && takesMean && loss.Weight == 1;
            losses.Add(loss with
            {
                MeanFactor = isPlain ? LeafOp.InverseSamples : LeafOp.InverseWeight + Numbered(losses.Count),
                Name = pipeline.Losses.Count == 1 ? loss.Name : NameOf(loss, losses),
            });
        }

        return losses;
    }

    /// <summary>The end of a name that there is one of for each loss: nothing for the first one.</summary>
    public static string Numbered(int index) => index == 0 ? "" : Limits.Plain(index + 1);

    /// <summary>As Keras calls it, after the value.</summary>
    private static string NameOf(BoundLoss loss, IReadOnlyList<BoundLoss> before)
    {
        var of = loss.Of ?? InputWiring.OutputName;
        return of + "_loss" + Numbered(before.Count(other => (other.Of ?? InputWiring.OutputName) == of));
    }

    /// <summary>Whether a loss can read the targets of another with the same name; reported if not.</summary>
    private static bool CanShare(BoundLoss loss, Step step, IReadOnlyList<BoundLoss> before, Problems problems)
    {
        var same = before.FirstOrDefault(other => other.TargetName == loss.TargetName);
        if (same is null || Form(same) == Form(loss)) return true;
        problems.Add(
            DiagnosticCatalogue.TargetOfTwoForms,
            step.Location.At(loss.Attribute.Target is null ? null : nameof(LossAttribute.Target)),
            [Fix.Of("Give it a target of its own", Edit.Set(
                step.Location.At(nameof(LossAttribute.Target)), $"\"{LayerNames.Free(loss.TargetName + "2", [loss.TargetName])}\""))],
            $"[{step.Kind}]",
            "",
            Form(loss),
            loss.TargetName,
            $"[{LossKind(same)}]",
            Form(same));
        return false;
    }

    private static string LossKind(BoundLoss loss)
    {
        var name = loss.Definition.AttributeName;
        return name.Substring(0, name.Length - "Attribute".Length);
    }

    /// <summary>What the target of a loss is, for messages: <c>1 label of 10 classes</c>.</summary>
    private static string Form(BoundLoss loss)
    {
        var shape = loss.TargetShape(loss.Output.Shape);
        if (loss.TargetKind == TargetKind.Values) return $"numbers of shape {shape.Display}";
        var classes = Limits.Plain(loss.Output.Shape[BoundLoss.ClassAxis(loss.Output.Shape)]);
        return $"{Limits.Text(shape.SampleElements)} label{(shape.SampleElements == 1 ? "" : "s")} of {classes} classes";
    }

    private static bool Check(BoundLoss loss, Step step, Flow output, IReadOnlyList<LayerCall> calls, Problems problems)
    {
        var shape = output.Value.Shape;
        if (output.Value.Node.Op is Ops.LeafOp { Kind: Ops.LeafKind.Tokens } ids)
        {
            problems.Add(
                DiagnosticCatalogue.TokensAreNoNumbers,
                step.Location,
                [Fix.InsertBefore(step.Location, "Embedding(32)", "Flatten", "Dense(10)")],
                $"[{step.Kind}]",
                "",
                output.Origin,
                Limits.Text(ids.Values));
            return false;
        }

        if (loss.TargetKind == TargetKind.Values && loss.Definition.OutputKind != OutputKind.ClassLogits) return true;
        if (HasClasses(shape)) return HasWeightOfEachClass(loss, step, shape[BoundLoss.ClassAxis(shape)], problems);
        if (shape.Rank > 3 && calls.FirstOrDefault(ImageCalls.IsDenseOnImage) is { } dense)
        {
            var image = dense.Inputs[0];
            problems.Add(
                DiagnosticCatalogue.MissingFlatten,
                dense.Location,
                dense.Location.Block is null ? [Fix.InsertBefore(dense.Location, "Flatten")] : [],
                dense.ToString(),
                dense.Site.Scope.Note,
                image.Shape.Display,
                image.ToString(),
                $"[{step.Kind}]",
                shape.Display);
            return false;
        }

        var advice =
            shape.Rank > 3
                ? "Add [Flatten, Dense(classes)] before it."
                : "For one number that says yes or no use [BinaryCrossEntropy], for one that measures something [MeanSquaredError]; "
                    + "otherwise give the last layer one output for each class.";
        problems.Add(
            DiagnosticCatalogue.NoClasses,
            step.Location,
            Fixes(step.Location, shape),
            $"[{step.Kind}]",
            "",
            shape.Display,
            output.Origin,
            advice);
        return false;
    }

    /// <summary>Whether the user's function gives a loss for this output; reported if not.</summary>
    private static bool CheckFunction(BoundLoss loss, Step step, Problems problems)
    {
        var output = loss.Output;
        output.Builder.Label = "loss";
        var (result, problem) = loss.OfFunction(output, loss.Target);
        if (result is { } value && !DependsOn(value.Node, output.Node))
        {
            problem = new FormulaProblem(
                DiagnosticCatalogue.FunctionResult,
                loss.Function!.Function.Id,
                -1,
                [loss.Function.Function.Name, "does not depend on the output, so nothing can be learned from it. Compute with its first "
                    + "parameter."]);
        }

        if (problem is null) return true;
        problems.Add(problem.Descriptor, problem.At(step.Location), [], [$"[{step.Kind}]", "", .. problem.Message]);
        return false;
    }

    private static bool DependsOn(Node result, Node output)
    {
        var reached = new HashSet<Node>();
        var open = new Stack<Node>([result]);
        while (open.Count > 0)
        {
            var node = open.Pop();
            if (node == output) return true;
            if (node.Id < output.Id || !reached.Add(node)) continue;
            foreach (var input in node.Inputs) open.Push(input);
        }

        return false;
    }

    private static bool HasWeightOfEachClass(BoundLoss loss, Step step, int classes, Problems problems)
    {
        var given = loss.ClassWeights.Count;
        if (given == 0 || given == classes) return true;
        problems.Add(
            DiagnosticCatalogue.ClassWeightCount,
            step.Location.At("ClassWeights"),
            [],
            $"[{step.Kind}]",
            "",
            given == 1 ? "1 number" : Limits.Text(given) + " numbers",
            Limits.Text(classes));
        return false;
    }

    /// <summary>Reports a loss that would take the mean over steps that do not count.</summary>
    private static void CountsPadding(Step step, Flow output, int steps, Problems problems) =>
        problems.Add(
            DiagnosticCatalogue.PaddedLoss,
            step.Location,
            ((LossAttribute)step.Attribute).Of is null ? [Fix.InsertBefore(step.Location, "LastStep")] : [],
            $"[{step.Kind}]",
            "",
            Limits.Plain(steps),
            output.Value.Shape.Display);

    /// <summary>Whether a value can be scores for classes, or for the classes at each position.</summary>
    public static bool HasClasses(Shape shape) => shape.Rank is 2 or 3 && shape[shape.Rank - 1] >= 2;

    /// <summary>Fixes: scores for classes, or a loss that accepts the shape.</summary>
    private static Fix[] Fixes(SpecLocation loss, Shape shape) => shape.Rank > 3
        ? [Fix.InsertBefore(loss, "Flatten", $"Dense({Limits.Plain(Math.Max(shape[shape.Rank - 1], 2))})")]
        : [.. new[] { "BinaryCrossEntropy", "MeanSquaredError" }.Select(other => Fix.Of($"Replace by [{other}]", Edit.Set(loss, other)))];
}
