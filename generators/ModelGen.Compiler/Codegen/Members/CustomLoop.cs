namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>Forward</c>, <c>Backward</c>, <c>ZeroGradients</c> and <c>Update</c>: the pieces of a training step.</summary>
internal static class CustomLoop
{
    private const string BeforeBackward = "\"the Forward before it\"";

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        foreach (var start in BatchStart.Of(model)) WriteForward(model, start, members);
        WriteBackward(model, members);
        members.Method(
            Documentation.Summary("Sets all gradients to zero."),
            "public void ZeroGradients",
            [],
            ["_gradients.Span.Clear();", .. Begin(model)]);
        members.Method(
            Documentation.Summary("One step of the optimizer with the gradients as they are now, which stay as they are. A <c>Forward</c> "
                + "before it no longer fits the weights, so its <c>Backward</c> must come first."),
            "public void Update", [], ["_forwardSamples = 0;", .. Begin(model), Checks.Call(KernelMethods.Update, [])]);
    }

    /// <summary>The next training step is the first of those that make an update.</summary>
    private static IEnumerable<string> Begin(SurfaceModel model) => model.Accumulate > 1 ? ["_accumulated = 0;"] : [];

    private static void WriteForward(SurfaceModel model, BatchStart start, MemberWriter members)
    {
        var docs = Documentation.Summary(
            $"Computes the outputs of n ≥ {Literals.Integer(model.FewestSamples)} samples in training mode, dropout at work, and keeps the "
                + "activations for "
            + $"<c>Backward</c>.{(model.Built?.Buffers.Count > 0 ? " Buffers, such as running means, are updated." : "")}");
        members.Method(
            Prediction.Ports(docs, model, start).Throws("System.ArgumentException", start.LengthDocs),
            "public void Forward",
            [.. Framework.Read(model.Inputs), .. start.Parameters, .. Framework.Written(model.Outputs)],
            [
                .. Checks.Inputs(model),
                .. start.Enter,
                .. Checks.Outputs(model),
                .. Checks.FewestSamples(model),
                "",
                "_forwardSamples = 0;",
                Checks.Call(
                    KernelMethods.Forward(model),
                    [
                        .. model.Inputs.Select(i => i.Parameter),
                        .. model.Outputs.Select(o => o.Parameter),
                        .. start.Arguments,
                        "samples",
                    ]),
                .. Construction.TakeBuffers(model),
                "_forwardSamples = samples;",
                "_step++;",
                .. start.Advance,
            ]);
    }

    private static void WriteBackward(SurfaceModel model, MemberWriter members)
    {
        var output = model.Outputs[0];
        var docs = Documentation
            .Summary(
                "Adds the gradients of the loss to those in <c>Parameters</c>, from the activations of the last <c>Forward</c>, which it "
                    + "uses up.")
            .Param(
                "outputGradient",
                $"The gradient of the loss in the output, of the same n samples: {output.Elements}. That of a mean over "
                    + "the batch contains the factor 1/n.");
        foreach (var input in model.NumericInputs)
            docs.Param(
                input.GradientName,
                $"Receives the gradient in <c>{input.Name}</c>, {input.Elements}; may be empty if it is not wanted.");
        members.Method(
            docs.Throws("System.InvalidOperationException", "No <c>Forward</c> precedes.")
                .Throws("System.ArgumentException", Checks.LengthDocs),
            "public void Backward",
            [
                Framework.ReadOnlySpan("float", output.GradientParameter),
                .. model.NumericInputs.Select(i => Framework.Span(i.GradientParameter) + " = default"),
            ],
            [
                $"var samples = {Framework.Arguments}.AfterForward(_forwardSamples, {model.NameOfClass});",
                Checks.SameSamples(model, output.GradientParameter, output.SizeConstant, "samples", BeforeBackward),
                .. model.NumericInputs.Select(i => $"if (!{i.GradientParameter}.IsEmpty) "
                    + Checks.SameSamples(model, i.GradientParameter, i.SizeConstant, "samples", BeforeBackward)),
                "",
                "_forwardSamples = 0;",
                Checks.Call(
                    KernelMethods.Backward(model),
                    [output.GradientParameter, .. model.NumericInputs.Select(i => i.GradientParameter), "samples"]),
            ]);
    }
}
