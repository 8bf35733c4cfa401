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
    public static bool IsStepModel(SurfaceModel model) => model.IsModel && model.Steps is not null;

    public static void Write(SurfaceModel model, MemberWriter members)
    {
        if (model.IsStub ? model.Inputs.Any(input => input.Vocabulary is not null) : model.Steps is not null) WriteSteps(model, members);
        else if (model.LookAhead is not null) WriteRefusal(model, members);
    }

    /// <summary>The members of the interface.</summary>
    public static void WriteInterface(SurfaceModel model, MemberWriter members)
    {
        var (input, output) = (model.Inputs[0], model.Outputs[0]);
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
        members.Type(
            Documentation.Summary("What a stream has seen: made by <c>NewState</c>, used by <c>Step</c>. The caller owns it."),
            $"public sealed class {StateClass} : {Framework.StepState}",
            [
                $"internal {StateClass}({model.ClassName} model, int history, int carried)",
                $"    : base(model, {model.NameOfClass}, history, carried, {Literals.Integer(model.Steps?.Most ?? int.MaxValue)})",
                "{",
                "}",
                "",
                "/// <inheritdoc/>",
                $"protected override {Framework.StepState} New() => (({model.ClassName})Model).NewState();",
            ]);
        members.Method(
            Documentation.Summary("The state of a stream that has not begun.").Returns("A state that belongs to this model."),
            $"public {StateClass} NewState",
            [],
            [
                "int history = 0, carried = 0;",
                Checks.Call(KernelMethods.DescribeState, ["ref history", "ref carried"]),
                $"return new {StateClass}(this, history, carried);",
            ]);
        members.Method(
            Docs(model),
            "public void Step",
            [.. Framework.Read(model.Inputs), $"{StateClass} {State}", .. Framework.Written(model.Outputs)],
            Body(model));
    }

    private static IEnumerable<string> Body(SurfaceModel model)
    {
        if (model.IsStub) yield break;
        yield return $"global::System.ArgumentNullException.ThrowIfNull({State});";
        foreach (var port in model.Inputs.Concat(model.Outputs))
            yield return $"{model.ArgumentChecks}.OneStep({port.Parameter}.Length, {Literals.Integer(SizeOf(model, port))}, {port.NameOf}, "
                + $"{model.NameOfClass});";
        foreach (var input in model.Inputs)
        {
            if (input.Vocabulary is { } ids)
                yield return $"{model.ArgumentChecks}.Tokens({input.Parameter}, {Literals.Integer(ids)}, 1, {input.NameOf}, "
                    + $"{model.NameOfClass});";
        }

        foreach (var input in model.NumericInputs)
            foreach (var output in model.Outputs)
                yield return $"{model.ArgumentChecks}.Apart({input.Parameter}, {output.Parameter}, {output.NameOf}, {input.NameOf});";
        yield return $"{State}.Enter(this, {Literals.Text(State)});";
        yield return Checks.Call(
            KernelMethods.Step(model),
            [.. model.Inputs.Select(i => i.Parameter), State, .. model.Outputs.Select(o => o.Parameter)]);
        yield return $"{State}.Advance();";
    }

    private static Documentation Docs(SurfaceModel model)
    {
        var docs = Documentation.Summary(
            "Takes one step of a stream: what <c>Predict</c> computes at that position of the whole sequence, to the bit. Allocates "
                + "nothing after the first call of a thread.");
        foreach (var input in model.Inputs)
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
        return model.Steps?.Most is { } most
            ? docs.Throws(
                "System.InvalidOperationException",
                $"The stream has taken {Literals.Grouped(most)} steps, which are all that there are positions for; nothing has changed.")
            : docs;
    }

    /// <summary>
    /// The members of a model that is not causal: the compiler refuses their use, and says which layer needs what comes later.
    /// </summary>
    private static void WriteRefusal(SurfaceModel model, MemberWriter members)
    {
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
            $"{refusal}\n{Hidden}\npublic {Framework.StepState} NewState",
            [],
            [nothing]);
        members.Method(
            Documentation.Summary("Not there: the model needs whole sequences."),
            $"{refusal}\n{Hidden}\npublic void Step",
            [.. Framework.Read(model.Inputs), $"{Framework.StepState} {State}", .. Framework.Written(model.Outputs)],
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
