using ModelGen.Compiler.Codegen.Programs;

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
            "public void Update",
            [],
            ["_forwardSamples = 0;", .. Begin(model), Checks.Call(KernelMethods.Update, []), "_weightChanges++;"]);
        members.Method(
            Documentation
                .Summary(
                    "A tape of one's own for <c>Forward</c> and <c>Backward</c>: what a forward pass keeps lies there, so several can wait "
                        + "for their backward passes.")
                .Returns("An empty tape that belongs to this model."),
            $"public {Framework.Tape} NewTape",
            [],
            [$"return new {Framework.Tape}(this, {model.NameOfClass});"]);
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
            Prediction.Ports(docs, model, start)
                .Param(
                    "tape",
                    "Where to keep the activations, made by <c>NewTape</c>; what it held before is gone. Without one the model keeps them "
                        + "itself, of one pass, until <c>TrainStep</c>.")
                .Throws("System.ArgumentException", start.LengthDocs),
            "public void Forward",
            [.. Framework.Read(model.Inputs), .. start.Parameters, .. Framework.Written(model.Outputs), $"{Framework.Tape}? tape = null"],
            [
                .. Checks.Inputs(model),
                .. start.Enter,
                .. Checks.Outputs(model),
                .. Checks.FewestSamples(model),
                "",
                "if (tape is null) _forwardSamples = 0;",
                "else tape.Begin(this);",
                Checks.Call(
                    KernelMethods.Forward(model),
                    [
                        .. model.Inputs.Select(i => i.Parameter),
                        .. model.Outputs.Select(o => o.Parameter),
                        .. start.Arguments,
                        "samples",
                        "tape",
                    ]),
                .. Construction.TakeBuffers(model),
                "if (tape is null) (_forwardSamples, _forwardStep) = (samples, _step);",
                "else tape.Keep(samples, _step, _weightChanges);",
                "_step++;",
                .. start.Advance,
            ]);
    }

    private static void WriteBackward(SurfaceModel model, MemberWriter members)
    {
        var output = model.Outputs[0];
        var docs = Documentation
            .Summary(
                "Adds the gradients of the loss to those in <c>Parameters</c>, from the activations of the last <c>Forward</c>, or of that "
                    + "of a tape, which it uses up.")
            .Param(
                "outputGradient",
                $"The gradient of the loss in the output, of the same n samples: {output.Elements}. That of a mean over "
                    + "the batch contains the factor 1/n.");
        foreach (var input in model.NumericInputs)
            docs.Param(
                input.GradientName,
                $"Receives the gradient in <c>{input.Name}</c>, {input.Elements}; empty if it is not wanted, and then not computed.");
        foreach (var further in model.Outputs.Skip(1))
        {
            docs.Param(
                further.GradientName,
                $"The gradient of the loss in the output <c>{further.Name}</c>, {further.Elements}; empty if it is zero.");
        }

        docs.Param(
            ModelProgram.ToParameters,
            "False leaves the gradients in <c>Parameters</c> as they are, and computes none of them: for a network that only passes "
                + "gradients on, such as a discriminator while the generator learns.")
            .Param("tape", "The tape of the <c>Forward</c>, if it had one.");
        members.Method(
            docs.Throws("System.InvalidOperationException", "No <c>Forward</c> precedes.")
                .Throws("System.ArgumentException", Checks.LengthDocs),
            "public void Backward",
            [
                Framework.ReadOnlySpan("float", output.GradientParameter),
                .. model.NumericInputs.Select(i => Framework.Span(i.GradientParameter) + " = default"),
                .. model.Outputs.Skip(1).Select(o => Framework.ReadOnlySpan("float", o.GradientParameter) + " = default"),
                $"bool {ModelProgram.ToParameters} = true",
                $"{Framework.Tape}? tape = null",
            ],
            [
                "var kept = tape is null ? _forwardSamples : tape.Check(this, _weightChanges);",
                $"var samples = {Framework.Arguments}.AfterForward(kept, {model.NameOfClass});",
                Checks.SameSamples(model, output.GradientParameter, output.SizeConstant, "samples", BeforeBackward),
                .. model.NumericInputs.Select(i => $"if (!{i.GradientParameter}.IsEmpty) "
                    + Checks.SameSamples(model, i.GradientParameter, i.SizeConstant, "samples", BeforeBackward)),
                .. model.Outputs.Skip(1).SelectMany(o => FurtherGradient(model, o)),
                "",
                "if (tape is null) _forwardSamples = 0;",
                "else tape.Begin(this);",
                Checks.Call(
                    KernelMethods.Backward(model),
                    [
                        .. model.Outputs.Select(o => o.GradientParameter),
                        .. model.NumericInputs.Select(i => i.GradientParameter),
                        ModelProgram.ToParameters,
                        "samples",
                        "tape",
                    ]),
            ]);
    }

    /// <summary>Where the gradient of a further output is not passed, it is zero.</summary>
    private static string[] FurtherGradient(SurfaceModel model, Port output) =>
    [
        $"if ({output.GradientParameter}.IsEmpty) "
            + $"{output.GradientParameter} = {Framework.StartStates}.Zeros(samples, {output.SizeConstant});",
        "else " + Checks.SameSamples(model, output.GradientParameter, output.SizeConstant, "samples", BeforeBackward),
    ];
}
