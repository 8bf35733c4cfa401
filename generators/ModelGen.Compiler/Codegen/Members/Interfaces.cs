using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>IModel</c>, <c>ITrainable</c> and <c>ICheckpointed</c>: the members that the class has as constants.</summary>
internal static class Interfaces
{
    private const string Rows = "rows", TargetRows = "targetRows", Taken = "taken", Each = "losses";

    public static IReadOnlyList<string> BaseList(SurfaceModel model) =>
        model.OnlyPredicts
            ? []
            :
            [
                .. model.Objectives.SelectMany(Trainables),
                .. Stepping.IsStepModel(model) ? [Framework.StepModel(model.StepInputs.Single().Element)] : Array.Empty<string>(),
                Framework.Checkpointed,
                .. PartialSteps.BaseList(model),
            ];

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (Stepping.IsStepModel(model)) Stepping.WriteInterface(model, members);
        if (model.OnlyPredicts) return;
        WriteProperty(members, Framework.Model + ".InputSize", model.Lengths is null ? "InputSize" : "InputSize + 1");
        WriteProperty(members, Framework.Model + ".OutputSize", "OutputSize");
        foreach (var objective in model.Objectives)
        {
            var trainable = Framework.Trainable(objective.RowType);
            var only = objective.Targets.Count == 1 ? objective.Targets[0] : null;
            WriteProperty(members, trainable + ".TargetSize", string.Join(" + ", objective.Targets.Select(target => target.Size)));
            WriteProperty(members, trainable + ".ClassCount", Literals.Integer(only?.Classes ?? 0));
            if (only?.Ignored is { } ignored)
                members.Property(null, $"int? {trainable}.IgnoredLabel", $" => {Literals.Integer(ignored)};");
            if (model.Averages)
                members.Method(null, $"{trainable} {trainable}.Averaged", [], ["return Averaged();"]);
            if (model.FewestSamples > 1) WriteProperty(members, trainable + ".FewestSamples", Literals.Integer(model.FewestSamples));
            if (only is null) WriteTargets(model, objective, members);
            if (objective.Losses.Count > 1) WriteLossNames(objective, members);
        }

        if (model.Inputs.Count > 1) WriteInputs(model, members);
        if (model.Outputs.Count > 1) WriteOutputs(model, members);
        if (!model.HasOneOfEach) WritePredict(model, members);
        foreach (var objective in model.Objectives)
        {
            foreach (var method in new[] { "TrainStep", "Evaluate" }) WriteMeasuring(model, objective, method, members);
        }
    }

    private static void WriteInputs(SurfaceModel model, MemberWriter members)
    {
        var inputs = model.Inputs.Select(input => $"new({input.NameOf}, {Literals.Integer(input.Size)})");
        WriteList(members, Framework.ModelInput, Framework.Model + ".Inputs", inputs);
    }

    private static void WriteOutputs(SurfaceModel model, MemberWriter members)
    {
        var names = model.Built?.Outputs.Select(output => output.Name).ToArray() ?? model.Outputs.Select(output => output.Name).ToArray();
        var outputs = model.Outputs.Select((output, i) => $"new({Literals.Text(names[i])}, {Literals.Integer(output.Size)})");
        WriteList(members, Framework.ModelOutput, Framework.Model + ".Outputs", outputs);
    }

    private static void WriteTargets(SurfaceModel model, Objective objective, MemberWriter members)
    {
        var targets = objective.Targets.Select(target =>
        {
            var facts = new List<string>();
            if (target.Classes is { } classes) facts.Add($"ClassCount = {Literals.Integer(classes)}");
            if (target.Ignored is { } ignored) facts.Add($"IgnoredLabel = {Literals.Integer(ignored)}");
            if (target.Output is { } output) facts.Add($"Output = {Literals.Text(output)}");
            var rest = facts.Count == 0 ? "" : $" {{ {string.Join(", ", facts)} }}";
            return $"new {Framework.ModelTarget}({target.NameOf}, {target.Size}){rest}";
        });
        WriteList(members, Framework.ModelTarget, Framework.Trainable(objective.RowType) + ".Targets", targets);
    }

    private static void WriteLossNames(Objective objective, MemberWriter members) =>
        WriteList(
            members,
            "string",
            Framework.MultiLossTrainable(objective.RowType) + ".LossNames",
            objective.Losses.Select(loss => Literals.Text(loss.Name)));

    private static void WriteList(MemberWriter members, string element, string name, IEnumerable<string> items) =>
        members.Property(
            null, $"global::System.Collections.Generic.IReadOnlyList<{element}> {name}", $" => [{string.Join(", ", items)}];");

    /// <summary>
    /// The interfaces know one row of floats a sample, and one output: inputs are taken from the row, ids as whole numbers, and further
    /// outputs are thrown away, or told one behind the other.
    /// </summary>
    private static void WritePredict(SurfaceModel model, MemberWriter members)
    {
        var (floats, output) = (Framework.ReadOnlySpan("float", Rows), model.Outputs[0]);
        var further = model.Outputs.Skip(1).ToArray();
        members.Method(
            null,
            $"void {Framework.Model}.Predict",
            [floats, Framework.Span(output.Parameter)],
            [
                .. Begin(model, further.Sum(port => port.Size)),
                $"Predict({Join([.. Inputs(model), output.Parameter, .. further.Select(Room)])});",
            ]);
        if (further.Length == 0) return;
        members.Method(
            null,
            $"void {Framework.Model}.PredictAll",
            [floats, Framework.Span("outputs")],
            [
                .. Begin(model, 0),
                $"var samples = {Framework.Arguments}.Rows({Rows}.Length, {Sum(model.Inputs)}, outputs.Length, {Sum(model.Outputs)}, "
                    + $"{model.NameOfClass});",
                $"Predict({Join([.. Inputs(model), .. Parts(model.Outputs)])});",
            ]);

        static string Room(Port further) => $"{Taken}.Scratch({Literals.Integer(further.Size)})";

        static IEnumerable<string> Parts(IReadOnlyList<Port> outputs)
        {
            var before = 0;
            foreach (var port in outputs)
            {
                yield return $"outputs.Slice(samples * {Literals.Integer(before)}, samples * {Literals.Integer(port.Size)})";
                before += port.Size;
            }
        }
    }

    /// <summary><c>TrainStep</c> or <c>Evaluate</c> on rows, with weights of samples or several losses if the model has them.</summary>
    private static void WriteMeasuring(SurfaceModel model, Objective objective, string method, MemberWriter members)
    {
        var type = objective.RowType;
        string[] rows = [Framework.ReadOnlySpan("float", Rows), Framework.ReadOnlySpan(type, TargetRows)];
        var weights = Framework.ReadOnlySpan("float", LeafOp.SampleWeights);
        var needsNone = model.HasOneOfEach && objective.Targets.Count == 1;
        if (!needsNone || objective.Losses.Count > 1)
            members.Method(null, $"float {Framework.Trainable(type)}.{method}", rows, Body([]));
        if (objective.SampleWeights && (!needsNone || objective.Losses.Count > 1))
        {
            members.Method(
                null, $"float {Framework.WeightedTrainable(type)}.{method}", [.. rows, weights], Body([LeafOp.SampleWeights]));
        }

        if (objective.Losses.Count == 1) return;
        string[] each = objective.SampleWeights ? [LeafOp.SampleWeights, Each] : [Each];
        members.Method(
            null,
            $"float {Framework.MultiLossTrainable(type)}.{method}",
            [.. rows, weights, Framework.Span(Each)],
            [
                .. objective.SampleWeights
                    ? []
                    : new[] { $"{Framework.Arguments}.NoSampleWeights({LeafOp.SampleWeights}.Length, {model.NameOfClass});" },
                .. Body(each),
            ]);

        string[] Body(string[] further)
        {
            if (objective.Targets.Count == 1)
                return [.. Begin(model, 0), $"return {method}({Join([.. Inputs(model), TargetRows, .. further])});"];

            // The inputs first, each in a local: what is taken behind them comes from the other rows.
            var inputs = Inputs(model).ToArray();
            var size = Literals.Integer(TargetRowSize(model, objective));
            var direct = Direct(model);
            return
            [
                .. direct
                    ? [$"var {Taken} = new {Framework.SampleRows}({TargetRows}, {size}, 0, {model.NameOfClass});"]
                    : new[] { Taking(model, TargetRowSize(model, objective)) },
                .. inputs.Select((input, i) => $"var input{Literals.Integer(i)} = {input};"),
                .. direct ? [] : new[] { $"{Taken}.Continue({TargetRows}, {size}, {model.NameOfClass});" },
                .. objective.Targets.Select((target, i) => $"var target{Literals.Integer(i)} = {Take(target)};"),
                $"return {method}({Join(
                [
                    .. inputs.Select((_, i) => "input" + Literals.Integer(i)),
                    .. objective.Targets.Select((_, i) => "target" + Literals.Integer(i)),
                    .. further,
                ])});",
            ];
        }

        string Take(TargetPort target) => target.Type == "int"
            ? $"{Taken}.Ids({target.Size}, {target.NameOf})"
            : $"{Taken}.Floats({target.Size})";
    }

    private static int TargetRowSize(SurfaceModel model, Objective objective) => objective.Targets.Sum(target =>
        target.Size == "OutputSize" ? model.Outputs[0].Size : int.Parse(target.Size, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Whether the only input is the row itself.</summary>
    private static bool Direct(SurfaceModel model) => model.Inputs.Count == 1;

    /// <summary>The inputs, as they are taken from the rows.</summary>
    private static IEnumerable<string> Inputs(SurfaceModel model) => Direct(model)
        ? [model.Inputs[0].Vocabulary is null ? Rows : $"{Framework.Arguments}.WholeNumbers({Rows}, {model.Inputs[0].NameOf})"]
        : model.Inputs.Select(input => input.Vocabulary is null
            ? $"{Taken}.Floats({Literals.Integer(input.Size)})"
            : $"{Taken}.Ids({Literals.Integer(input.Size)}, {input.NameOf})");

    private static string[] Begin(SurfaceModel model, int scratch) => Direct(model) && scratch == 0 ? [] : [Taking(model, scratch)];

    private static string Taking(SurfaceModel model, int scratch) =>
        $"var {Taken} = new {Framework.SampleRows}({Rows}, {Sum(model.Inputs)}, {Literals.Integer(scratch)}, {model.NameOfClass});";

    private static string Sum(IEnumerable<Port> ports) => Literals.Integer(ports.Sum(port => port.Size));

    private static string Join(IEnumerable<string> arguments) => string.Join(", ", arguments);

    private static IEnumerable<string> Trainables(Objective objective)
    {
        var type = objective.RowType;
        yield return Framework.Trainable(type);
        if (objective.SampleWeights) yield return Framework.WeightedTrainable(type);
        if (objective.Losses.Count > 1) yield return Framework.MultiLossTrainable(type);
    }

    private static void WriteProperty(MemberWriter members, string name, string value) =>
        members.Property(null, "int " + name, $" => {value};", $" => {value};");
}
