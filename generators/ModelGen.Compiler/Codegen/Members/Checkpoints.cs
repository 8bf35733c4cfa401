namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>SaveCheckpoint</c> and <c>LoadCheckpoint</c>.</summary>
internal static class Checkpoints
{
    public static void Write(SurfaceModel model, MemberWriter members)
    {
        members.Method(
            Documentation.Summary(
                    "Writes all that decides how a training goes on into one safetensors file: the weights, the state of the optimizer, "
                        + "learning rate, counters and seed."
                        + (model.Accumulate == 1 ? " To be called between updates: gradients are not in it." : ""))
                .Param("path", "The file; replaced in one step if it exists, unchanged if writing fails.")
                .Throws("System.IO.IOException", "The file cannot be written.")
                .Throws("System.UnauthorizedAccessException", "The file or its folder is read-only."),
            "public void SaveCheckpoint",
            ["string path"],
            [$"{Framework.Checkpoint}.Save(path, this);"]);
        members.Method(
            Documentation.Summary(
                    "Goes on from a checkpoint: the training ends with the same bits as one that was never interrupted. After an exception "
                        + "nothing has changed.")
                .Param("path", "The file.")
                .Throws("System.IO.FileNotFoundException", "There is no such file.")
                .Throws(
                    "System.IO.InvalidDataException",
                    "The file is truncated, not in the format, or of another model or optimizer; the message says what differs.")
                .Throws("System.UnauthorizedAccessException", "The file may not be read."),
            "public void LoadCheckpoint",
            ["string path"],
            [$"{Framework.Checkpoint}.Load(path, this);", "_forwardSamples = 0;", "_weightChanges++;"]);
        members.Method(
            Documentation.Empty(),
            $"void {Framework.Checkpointed}.Exchange",
            [$"{Framework.CheckpointState} state"],
            model.IsStub ? [] :
            [
                $"state.Of({model.NameOfClass}, {Literals.Text(OptimizerOf(model))});",
                "state.Count(\"training/seed\", ref _seed);",
                "state.Count(\"training/step\", ref _step);",
                "state.Number(\"training/learningRate\", ref _learningRate);",
                .. model.Accumulate > 1
                    ?
                    [
                        "state.Count(\"training/accumulated\", ref _accumulated);",
                        "state.Vector(\"training/gradients\", _gradients, 0);",
                    ]
                    : Array.Empty<string>(),
                Checks.Call(KernelMethods.ExchangeState, ["state"]),
            ]);
    }

    private static string OptimizerOf(SurfaceModel model) =>
        model.Built!.Optimizer!.Attribute.GetType().Name.Replace(nameof(Attribute), "");
}
