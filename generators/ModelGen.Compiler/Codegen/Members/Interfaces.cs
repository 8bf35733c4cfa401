namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>IModel</c>, <c>ITrainable</c> and <c>ICheckpointed</c>: the members that the class has as constants.</summary>
internal static class Interfaces
{
    public static IReadOnlyList<string> BaseList(SurfaceModel model) =>
        model.OnlyPredicts
            ? []
            :
            [
                .. model.IsModel ? model.Targets.SelectMany(Trainables) : [],
                .. Stepping.IsStepModel(model) ? [Framework.StepModel(model.StepInputs.Single().Element)] : Array.Empty<string>(),
                Framework.Checkpointed,
            ];

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (Stepping.IsStepModel(model)) Stepping.WriteInterface(model, members);
        if (!model.IsModel) return;
        WriteProperty(members, Framework.Model + ".InputSize", "InputSize");
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

        if (model.Inputs[0].Vocabulary is not null) WriteOfIds(model, members);
    }

    /// <summary>The interfaces know floats only; ids come as whole numbers.</summary>
    private static void WriteOfIds(SurfaceModel model, MemberWriter members)
    {
        var (input, output) = (model.Inputs[0], model.Outputs[0]);
        var ids = $"{Framework.Arguments}.WholeNumbers({input.Parameter}, {input.NameOf})";
        var floats = Framework.ReadOnlySpan("float", input.Parameter);
        members.Method(
            null,
            $"void {Framework.Model}.Predict",
            [floats, Framework.Span(output.Parameter)],
            [$"Predict({ids}, {output.Parameter});"]);
        foreach (var target in model.Targets)
        {
            foreach (var method in new[] { "TrainStep", "Evaluate" })
            {
                members.Method(
                    null,
                    $"float {Framework.Trainable(target.Type)}.{method}",
                    [floats, Framework.ReadOnlySpan(target.Type, target.Name)],
                    [$"return {method}({ids}, {target.Name});"]);
                if (!target.SampleWeights) continue;
                members.Method(
                    null,
                    $"float {Framework.WeightedTrainable(target.Type)}.{method}",
                    [floats, .. KernelMethods.Target(target)],
                    [$"return {method}({ids}, {target.Name}, {Ops.LeafOp.SampleWeights});"]);
            }
        }
    }

    private static string[] Trainables(TargetPort target) =>
        target.SampleWeights
            ? [Framework.Trainable(target.Type), Framework.WeightedTrainable(target.Type)]
            : [Framework.Trainable(target.Type)];

    private static void WriteProperty(MemberWriter members, string name, string value) =>
        members.Property(null, "int " + name, $" => {value};", $" => {value};");
}
