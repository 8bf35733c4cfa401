namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>TrainStep</c> and <c>Evaluate</c>.</summary>
internal static class Training
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        foreach (var target in model.Targets) WriteTrainStep(model, target, members);
        foreach (var target in model.Targets) WriteEvaluate(model, target, members);
    }

    private static void WriteTrainStep(SurfaceModel model, TargetPort target, MemberWriter members)
    {
        var docs = Documentation.Summary(
            $"One step of the optimizer on a batch of n ≥ {Literals.Integer(model.FewestSamples)} samples. Its gradients replace those in "
                + "<c>Parameters</c>.");
        Prediction.Inputs(docs, model);
        members.Method(
            docs.Param(target.Name, TargetDocs(target))
                .Returns("The mean loss over the batch before the update.")
                .Throws("System.ArgumentException", "A length does not fit, " + Bad(target) + "; the model is unchanged.")
                .Throws("System.ArithmeticException", "The loss is not finite; the parameters are unchanged."),
            "public float TrainStep",
            Parameters(model, target),
            [
                .. Checks.Inputs(model),
                .. Checks.Target(model, target),
                .. Checks.FewestSamples(model),
                .. Checks.Finite(model, target),
                "",
                "double lossSum = 0;",
                "_forwardSamples = 0;",
                Checks.Call(KernelMethods.TrainStep(model), Arguments(model, target)),
                $"var loss = {Framework.Arguments}.FiniteLoss(lossSum, {Checks.WeightName(target)}, _learningRate, Parameters, "
                    + $"{model.NameOfClass});",
                .. Construction.TakeBuffers(model),
                Checks.Call(KernelMethods.Update, []),
                "_step++;",
                "return loss;",
            ]);
    }

    private static void WriteEvaluate(SurfaceModel model, TargetPort target, MemberWriter members)
    {
        var docs = Documentation.Summary("The mean loss over n ≥ 1 samples, as in prediction; nothing is updated.");
        Prediction.Inputs(docs, model);
        members.Method(
            docs.Param(target.Name, TargetDocs(target))
                .Returns("The mean loss.")
                .Throws(
                    "System.ArgumentException",
                    target.Type == "int" ? "A length does not fit, or a label is out of range." : "A length does not fit."),
            "public float Evaluate",
            Parameters(model, target),
            [
                .. Checks.Inputs(model),
                .. Checks.Target(model, target),
                "",
                "double lossSum = 0;",
                Checks.Call(KernelMethods.Evaluate(model), Arguments(model, target)),
                $"return (float)(lossSum / {Checks.WeightName(target)});",
            ]);
    }

    private static string[] Parameters(SurfaceModel model, TargetPort target) =>
        [.. Framework.Read(model.Inputs), Framework.ReadOnlySpan(target.Type, target.Name)];

    private static string[] Arguments(SurfaceModel model, TargetPort target) =>
        [.. model.Inputs.Select(i => i.Parameter), target.Name, "samples", "ref lossSum"];

    private static string Bad(TargetPort target) =>
        target.Type == "int" ? "a number is not finite, or a label is out of range" : "or a number is not finite";

    private static string TargetDocs(TargetPort target) =>
        target.Type == "int"
            ? $"The right classes, {target.Dimensions}"
                + (target.Classes is > 1 and var classes ? $": each in 0 … {Literals.Integer(classes - 1)}" : "")
                + (target.Ignored is { } label ? $", or {Literals.Integer(label)} where none counts." : ".")
            : $"What the output should be, {target.Dimensions}.";
}
