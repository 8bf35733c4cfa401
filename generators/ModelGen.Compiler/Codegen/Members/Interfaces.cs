namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>IModel</c>, <c>ITrainable</c> and <c>ICheckpointed</c>: the members that the class has as constants.</summary>
internal static class Interfaces
{
    public static IReadOnlyList<string> BaseList(SurfaceModel model) =>
        model.OnlyPredicts
            ? []
            :
            [
                .. model.Targets.SelectMany(Trainables),
                .. Stepping.IsStepModel(model) ? [Framework.StepModel(model.StepInputs.Single().Element)] : Array.Empty<string>(),
                Framework.Checkpointed,
            ];

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (Stepping.IsStepModel(model)) Stepping.WriteInterface(model, members);
        if (model.OnlyPredicts) return;
        WriteProperty(members, Framework.Model + ".InputSize", model.Lengths is null ? "InputSize" : "InputSize + 1");
        WriteProperty(members, Framework.Model + ".OutputSize", "OutputSize");
        foreach (var target in model.Targets)
        {
            var trainable = Framework.Trainable(target.Type);
            WriteProperty(members, trainable + ".TargetSize", target.Size);
            WriteProperty(members, trainable + ".ClassCount", Literals.Integer(target.Classes ?? 0));
            if (target.Ignored is { } ignored)
                members.Property(null, $"int? {trainable}.IgnoredLabel", $" => {Literals.Integer(ignored)};");
            if (model.Averages)
                members.Method(null, $"{trainable} {trainable}.Averaged", [], ["return Averaged();"]);
            if (model.FewestSamples > 1) WriteProperty(members, trainable + ".FewestSamples", Literals.Integer(model.FewestSamples));
        }

        if (model.HasOneOfEach) return;
        if (model.Inputs.Count > 1) WriteInputs(model, members);
        WriteOfRows(model, members);
    }

    private static void WriteInputs(SurfaceModel model, MemberWriter members)
    {
        var inputs = model.Inputs.Select(input => $"new({input.NameOf}, {Literals.Integer(input.Size)})");
        members.Property(
            null,
            $"global::System.Collections.Generic.IReadOnlyList<{Framework.ModelInput}> {Framework.Model}.Inputs",
            $" => [{string.Join(", ", inputs)}];");
    }

    /// <summary>
    /// The interfaces know one row of floats a sample, and one output: inputs are taken from the row, ids as whole numbers, and further
    /// outputs are thrown away.
    /// </summary>
    private static void WriteOfRows(SurfaceModel model, MemberWriter members)
    {
        const string Rows = "rows", Taken = "taken";
        var floats = Framework.ReadOnlySpan("float", Rows);
        var output = model.Outputs[0];
        var isOne = model.Inputs.Count == 1;
        string[] inputs = isOne && model.Inputs[0].Vocabulary is null
            ? [Rows]
            : isOne
                ? [$"{Framework.Arguments}.WholeNumbers({Rows}, {model.Inputs[0].NameOf})"]
                : [.. model.Inputs.Select(Take)];

        members.Method(
            null,
            $"void {Framework.Model}.Predict",
            [floats, Framework.Span(output.Parameter)],
            [
                .. Begin(model.Outputs.Skip(1).Sum(further => further.Size)),
                $"Predict({string.Join(", ", [.. inputs, output.Parameter, .. model.Outputs.Skip(1).Select(Room)])});",
            ]);
        foreach (var target in model.Targets)
        {
            foreach (var method in new[] { "TrainStep", "Evaluate" })
            {
                members.Method(
                    null,
                    $"float {Framework.Trainable(target.Type)}.{method}",
                    [floats, Framework.ReadOnlySpan(target.Type, target.Name)],
                    [.. Begin(0), $"return {method}({string.Join(", ", inputs)}, {target.Name});"]);
                if (!target.SampleWeights) continue;
                members.Method(
                    null,
                    $"float {Framework.WeightedTrainable(target.Type)}.{method}",
                    [floats, .. KernelMethods.Target(target)],
                    [.. Begin(0), $"return {method}({string.Join(", ", inputs)}, {target.Name}, {Ops.LeafOp.SampleWeights});"]);
            }
        }

        static string Take(Port input) => input.Vocabulary is null
            ? $"{Taken}.Floats({Literals.Integer(input.Size)})"
            : $"{Taken}.Ids({Literals.Integer(input.Size)}, {input.NameOf})";

        static string Room(Port further) => $"{Taken}.Scratch({Literals.Integer(further.Size)})";

        string[] Begin(int scratch) => isOne && scratch == 0
            ? []
            :
            [
                $"var {Taken} = new {Framework.SampleRows}({Rows}, {Literals.Integer(model.Inputs.Sum(input => input.Size))}, "
                    + $"{Literals.Integer(scratch)}, {model.NameOfClass});",
            ];
    }

    private static string[] Trainables(TargetPort target) =>
        target.SampleWeights
            ? [Framework.Trainable(target.Type), Framework.WeightedTrainable(target.Type)]
            : [Framework.Trainable(target.Type)];

    private static void WriteProperty(MemberWriter members, string name, string value) =>
        members.Property(null, "int " + name, $" => {value};", $" => {value};");
}
