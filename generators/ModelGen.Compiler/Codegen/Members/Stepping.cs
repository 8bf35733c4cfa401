using System.Globalization;
using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary><c>NewState</c>, <c>Step</c> and the class <c>State</c> of causal models.</summary>
internal static class Stepping
{
    private const string State = "state", StateClass = "State";

    /// <summary>Whether a model is one of sequences, of which one expects that it runs step by step if it can.</summary>
    public static bool IsOfSequences(BuiltModel model) =>
        model.Inputs.Any(input => input.Value.Node.Op is LeafOp { Kind: LeafKind.Tokens })
        || model.Calls.Any(call => call.Step.Layer is { WorksOnSteps: true });

    /// <summary>Whether the class is an <c>IStepModel</c>, whose methods know one input and one output.</summary>
    public static bool IsStepModel(SurfaceModel model) =>
        !model.OnlyPredicts && model.Steps is not null && model.StepInputs.Count() == 1 && model.Outputs.Count == 1;

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        var hasSteps = model.IsStub
            ? !model.OnlyPredicts && model.Inputs.Any(input => input.Vocabulary is not null)
            : model.Steps is not null;
        if (hasSteps) WriteSteps(model, members);
        else if (model.LookAhead is not null) WriteRefusal(model, members);
    }

    /// <summary>The members of the interface.</summary>
    public static void WriteInterface(SurfaceModel model, MemberWriter members)
    {
        var (input, output) = (model.StepInputs.Single(), model.Outputs[0]);
        var type = Framework.StepModel(input.Element);
        members.Property(null, $"int {type}.StepInputSize", $" => {Literals.Integer(SizeOf(model, input))};");
        members.Property(null, $"int {type}.StepOutputSize", $" => {Literals.Integer(SizeOf(model, output))};");
        members.Method(null, $"{Framework.StepState} {type}.NewState", [], ["return NewState();"]);
        members.Method(
            null,
            $"void {type}.Step",
            [Framework.ReadOnlySpan(input.Element, "input"), $"{Framework.StepState} state", Framework.Span("output")],
            [
                "global::System.ArgumentNullException.ThrowIfNull(state);",
                $"state.Enter(this, {Literals.Text(State)});",
                $"Step(input, ({StateClass})state, output);",
            ]);
    }

    private static void WriteSteps(SurfaceModel model, MemberWriter members)
    {
        var (isStatic, limit) = (model.OnlyPredicts ? "static " : "", Literals.Integer(model.Steps?.Most ?? int.MaxValue));
        if (model.OnlyPredicts) WriteOwnState(model, members, limit);
        else WriteState(model, members, limit);
        var arguments = model.OnlyPredicts ? "history, carried, given" : "this, history, carried, given";
        members.Method(
            Documentation.Summary("The state of a stream that has not begun.").Returns("A state that belongs to this model."),
            $"public {isStatic}{StateClass} NewState",
            [],
            [
                "int history = 0, carried = 0, given = 0;",
                Checks.Call(KernelMethods.DescribeState, ["ref history", "ref carried", "ref given"]),
                $"return new {StateClass}({arguments});",
            ]);
        if (model.Steps?.Before is not null) WriteBegin(model, members, isStatic);
        members.Method(
            Docs(model),
            $"public {isStatic}void Step",
            [.. Framework.Read(model.StepInputs), $"{StateClass} {State}", .. Framework.Written(model.Outputs)],
            Body(model));
    }

    private static readonly Documentation DocsOfState =
        Documentation.Summary("What a stream has seen: made by <c>NewState</c>, used by <c>Step</c>. The caller owns it.");

    private static void WriteState(SurfaceModel model, MemberWriter members, string limit) => members.Type(
        DocsOfState,
        $"public sealed class {StateClass} : {Framework.StepState}",
        [
            $"internal {StateClass}({model.ClassName} model, int history, int carried, int given)",
            $"    : base(model, {model.NameOfClass}, history, carried, given, {limit})",
            "{",
            "}",
            "",
            "/// <inheritdoc/>",
            $"protected override {Framework.StepState} New() => (({model.ClassName})Model).NewState();",
        ]);

    /// <summary>A model that only predicts knows no type of ModelGen; and all its streams have the same weights.</summary>
    private static void WriteOwnState(SurfaceModel model, MemberWriter members, string limit) => members.Type(
        DocsOfState,
        $"public sealed class {StateClass}",
        [
            $"internal readonly {Framework.CarriedStream} Memory;",
            "",
            $"internal {StateClass}(int history, int carried, int given) =>",
            $"    Memory = new {Framework.CarriedStream}({model.NameOfClass}, history, carried, given, {limit});",
            "",
            "/// <summary>The steps taken: the position of the next one, from 0 on.</summary>",
            "public int Position => Memory.Position;",
            "",
            "/// <summary>The most steps of a stream; <see cref=\"int.MaxValue\"/> if there may be any number.</summary>",
            "public int Limit => Memory.Limit;",
            "",
            "/// <summary>Forgets everything: the next step is the first one.</summary>",
            "public void Reset() => Memory.Reset();",
            "",
            "/// <summary>Takes over what another stream has seen. Allocates nothing.</summary>",
            "/// <param name=\"other\">The other stream, which stays as it is.</param>",
            "/// <exception cref=\"System.ArgumentNullException\">There is none.</exception>",
            $"public void CopyFrom({StateClass} other)",
            "{",
            "    global::System.ArgumentNullException.ThrowIfNull(other);",
            "    Memory.CopyFrom(other.Memory);",
            "}",
            "",
            "/// <summary>A new state that has seen the same.</summary>",
            "/// <returns>The state, which goes on by itself.</returns>",
            $"public {StateClass} Clone()",
            "{",
            "    var clone = NewState();",
            "    clone.Memory.CopyFrom(Memory);",
            "    return clone;",
            "}",
        ]);

    private static void WriteBegin(SurfaceModel model, MemberWriter members, string isStatic)
    {
        var docs = Documentation.Summary(
            "Begins a stream with the inputs that are read before its first step: what follows from them is computed once, with the bits "
                + "that <c>Predict</c> gives. Allocates nothing after the first call of a thread.");
        foreach (var input in model.GivenInputs)
            docs.Param(
                input.Name, input.IsLengths ? "The length of the sample." : $"{Literals.Grouped(input.Size)} {input.Noun}: one sample.");
        docs.Param(State, "The stream, made by <c>NewState</c>; what it has seen before is forgotten.");
        docs.Throws(
            "System.ArgumentException",
            "A length does not fit, an id is out of range, or the state belongs to another model; nothing has changed.");
        members.Method(
            docs,
            $"public {isStatic}void Begin",
            [.. Framework.Read(model.GivenInputs), $"{StateClass} {State}"],
            BodyOfBegin(model));
    }

    private static IEnumerable<string> BodyOfBegin(SurfaceModel model)
    {
        yield return $"global::System.ArgumentNullException.ThrowIfNull({State});";
        foreach (var input in model.GivenInputs)
            yield return $"{model.ArgumentChecks}.OneSample({input.Parameter}.Length, {Literals.Integer(input.Size)}, {input.NameOf}, "
                + $"{model.NameOfClass});";
        foreach (var check in model.GivenInputs.SelectMany(input => Checks.Ids(model, input))) yield return check;
        if (!model.OnlyPredicts) yield return $"{State}.Require(this, {Literals.Text(State)});";
        yield return Checks.Call(KernelMethods.Begin(model), [.. model.GivenInputs.Select(input => input.Parameter), State]);
        yield return model.OnlyPredicts ? $"{State}.Memory.Begin();" : $"{State}.BeginSteps();";
    }

    private static IEnumerable<string> Body(SurfaceModel model)
    {
        if (model.IsStub) yield break;
        yield return $"global::System.ArgumentNullException.ThrowIfNull({State});";
        foreach (var port in model.StepInputs.Concat(model.Outputs))
            yield return $"{model.ArgumentChecks}.OneStep({port.Parameter}.Length, {Literals.Integer(SizeOf(model, port))}, {port.NameOf}, "
                + $"{model.NameOfClass});";
        foreach (var input in model.StepInputs)
        {
            if (input.Vocabulary is { } ids)
                yield return $"{model.ArgumentChecks}.Tokens({input.Parameter}, {Literals.Integer(ids)}, 1, {input.NameOf}, "
                    + $"{model.NameOfClass});";
        }

        foreach (var input in model.StepInputs.Where(input => input.Vocabulary is null))
            foreach (var output in model.Outputs)
                yield return $"{model.ArgumentChecks}.Apart({input.Parameter}, {output.Parameter}, {output.NameOf}, {input.NameOf});";
        yield return model.OnlyPredicts
            ? $"{State}.Memory.Enter({Literals.Text(State)});"
            : $"{State}.Enter(this, {Literals.Text(State)});";
        yield return Checks.Call(
            KernelMethods.Step(model),
            [.. model.StepInputs.Select(i => i.Parameter), State, .. model.Outputs.Select(o => o.Parameter)]);
        yield return model.OnlyPredicts ? $"{State}.Memory.Advance();" : $"{State}.Advance();";
    }

    private static Documentation Docs(SurfaceModel model)
    {
        var docs = Documentation.Summary(
            "Takes one step of a stream: what <c>Predict</c> computes at that position of the whole sequence, to the bit. Allocates "
                + "nothing after the first call of a thread.");
        foreach (var input in model.StepInputs)
        {
            var size = SizeOf(model, input);
            docs.Param(input.Name, $"{Literals.Grouped(size)} {(size == 1 ? input.Noun.TrimEnd('s') : input.Noun)}: what comes next.");
        }

        docs.Param(State, "The stream, made by <c>NewState</c>; it is one step further behind the call.");
        foreach (var output in model.Outputs)
            docs.Param(output.Name, $"Receives {Literals.Grouped(SizeOf(model, output))} floats: exactly as many.");
        docs.Throws(
            "System.ArgumentException",
            "A length does not fit, an id is out of range, or the state belongs to another model; nothing has changed.");
        string[] ends =
        [
            .. model.Steps?.Before is null ? Array.Empty<string>() : ["The stream has not begun with <c>Begin</c>"],
            .. model.Steps?.Most is { } most
                ? [$"The stream has taken {Literals.Grouped(most)} steps, which are all that there are positions for"]
                : Array.Empty<string>(),
        ];
        return ends.Length == 0
            ? docs
            : docs.Throws("System.InvalidOperationException", string.Join("; or: ", ends) + "; nothing has changed.");
    }

    /// <summary>
    /// The members of a model that is not causal: the compiler refuses their use, and says which layer needs what comes later.
    /// </summary>
    private static void WriteRefusal(SurfaceModel model, MemberWriter members)
    {
        var (isStatic, state) = model.OnlyPredicts ? ("static ", "object") : ("", Framework.StepState);
        var fault = model.LookAhead!;
        var layer = fault.Layer is { } name ? $"'{Documentation.Printable(name)}'" : "what it computes";
        var message = Literals.Text(string.Format(
            CultureInfo.InvariantCulture,
            DiagnosticCatalogue.NotCausal.Message,
            model.Class.Name,
            layer,
            fault.Reason));
        var id = DiagnosticCatalogue.NotCausal.Id;
        var refusal = $"[global::System.Obsolete({message}, true, DiagnosticId = \"{id}\", "
            + $"UrlFormat = \"{DiagnosticCatalogue.HelpLink("{0}")}\")]";
        const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";
        var nothing = $"throw new global::System.NotSupportedException({message});";
        members.Method(
            Documentation.Summary("Not there: the model needs whole sequences."),
            $"{refusal}\n{Hidden}\npublic {isStatic}{state} NewState",
            [],
            [nothing]);
        members.Method(
            Documentation.Summary("Not there: the model needs whole sequences."),
            $"{refusal}\n{Hidden}\npublic {isStatic}void Step",
            [.. Framework.Read(model.Inputs), $"{state} {State}", .. Framework.Written(model.Outputs)],
            [nothing]);
    }

    /// <summary>The numbers of one step.</summary>
    private static int SizeOf(SurfaceModel model, Port port)
    {
        if (model.Steps is not { } steps) return port.Size;
        var index = model.Outputs.ToList().IndexOf(port);
        return index < 0 ? port.Size / steps.Length : OutputOf(model, index).SampleElements;
    }

    private static Shape OutputOf(SurfaceModel model, int index)
    {
        var name = model.Built!.Outputs[index].Name;
        return model.Steps!.Graph[OutputRole.Output, name].Shape;
    }
}
