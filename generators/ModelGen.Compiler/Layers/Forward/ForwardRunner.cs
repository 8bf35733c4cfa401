using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;
using Operations = ModelGen.Compiler.Spec.FormulaOperations;

namespace ModelGen.Compiler.Layers;

/// <summary>Runs a model's <c>Forward</c>: layer calls are noted, and what is computed between them becomes formulas.</summary>
/// <remarks>
/// Methods that call layers are run where they are called. Methods without layers are layers themselves, <c>[Apply]</c>, with the
/// parameters they make. An operation that is a layer, too, such as a sum of two values, becomes that layer.
/// </remarks>
internal sealed class ForwardRunner(BoundFunction function, ForwardPipeline pipeline) : FormulaInterpreter(function)
{
    private readonly Dictionary<string, bool> _callsLayers = new(StringComparer.Ordinal);

    /// <summary>What was wrong; null if nothing was, or if a layer reports it.</summary>
    public FormulaProblem? Problem { get; private set; }

    protected override string? TooMuch =>
        pipeline.Count > Limits.Steps ? $"calls more than {Limits.Text(Limits.Steps)} layers" : null;

    /// <summary>What the model gives; null after a mistake.</summary>
    public LayerValue? Run()
    {
        try
        {
            var frame = new Frame(Function.Function, Function.Function.Parameters.Select((_, i) =>
                i < pipeline.Inputs.Count ? pipeline.Inputs[i] : (object?)null));
            return Materialized(Call(frame, -1), frame, new FormulaPlace(Function.Function.Id, -1));
        }
        catch (FormulaException found)
        {
            Problem = found.Problem;
            return null;
        }
    }

    protected override void Assigned(string local, object value)
    {
        if (value is LayerValue layer) layer.Local = local;
    }

    protected override bool IsTraining(Formula formula, Frame frame) => throw BelongsInFunction(formula, frame, "IsTraining");

    protected override void Do(Formula formula, Frame frame, object[] parts) => throw BelongsInFunction(formula, frame, formula.Operation);

    protected override object Operation(Formula formula, Frame frame, object[] parts)
    {
        var place = new FormulaPlace(frame.Function.Id, formula.Position);
        switch (formula.Operation)
        {
            case Operations.Argument:
                return new LayerArgument(formula.Text, parts[0], formula.Position);
            case Operations.Array:
                return parts;
            case Operations.Layer:
                return CallLayer(formula, frame, place, parts);
            case "Shape":
                return ShapeOf(parts[0], frame, place).Sample;
            case "Rank":
                return ShapeOf(parts[0], frame, place).Sample.Length;
            case "Size":
                return ShapeOf(parts[0], frame, place).SampleElements;
            case FormulaRunner.ParameterOperation or FormulaRunner.BufferOperation or "Uniform" or "Normal":
                throw BelongsInFunction(formula, frame, formula.Operation);
            default:
                return OperationLayers.Of(formula, parts, place, pipeline, value => Materialized(value, frame, place))
                    ?? Computed(formula, frame, place, parts);
        }
    }

    /// <summary>
    /// A method that calls layers is run here. Another one is a layer of its own, and so its parameters are those of the call.
    /// </summary>
    protected override object CallFrom(Frame frame, Formula formula, object[] parts)
    {
        var called = Function.Find(formula.Text);
        if (called.Problem is null && CallsLayers(called)) return Call(new Frame(called, parts), formula.Position);
        var place = new FormulaPlace(frame.Function.Id, formula.Position);
        if (!called.Parameters.Any(parameter => parameter.Kind == ParameterKind.Tensor))
            throw BelongsInFunction(formula, frame, called.Name);
        var arguments = parts.Select((part, i) => called.Parameters[i].Kind == ParameterKind.Tensor && part is FormulaValue
            ? Materialized(part, frame, place) : part).ToArray();
        var tensors = arguments.TakeWhile(argument => argument is LayerValue).Cast<LayerValue>().ToArray();
        var others = formula.Parts.Skip(tensors.Length).Select((part, i) => (Part: part, called.Parameters[tensors.Length + i].Default));
        return tensors.Length > 0 && others.All(other => IsSame(other.Part, other.Default))
            ? pipeline.Apply(called, place, tensors)
            : Materialized(new FormulaValue(formula, place, arguments), frame, place);
    }

    private static bool IsSame(Formula part, Formula? other) =>
        other is not null && part.Operation == other.Operation && part.Number.Equals(other.Number) && part.Text == other.Text
        && part.Parts.Count == 0 && other.Parts.Count == 0;

    private LayerValue CallLayer(Formula formula, Frame frame, FormulaPlace place, object[] parts)
    {
        var current = Materialized(parts[0], frame, place);
        if (formula.Text == "As")
        {
            pipeline.Name(current, ((LayerArgument)parts[1]).Value as string ?? "", place);
            return current;
        }

        var (values, references) = (new List<ArgumentSpec>(), new List<(string, LayerValue)>());
        var given = parts.Skip(1).Cast<LayerArgument>().ToArray();
        foreach (var argument in given)
        {
            // The name of a value is written where it stands once it has one.
            var isValue = argument.Value is LayerValue or FormulaValue;
            if (isValue) references.Add((argument.Name, Materialized(argument.Value, frame, place)));
            values.Add(new ArgumentSpec(argument.Name, isValue ? new ValueSpec.Text("") : LayerCalls.Value(argument.Value)));
        }

        return pipeline.Add(
            LayerCalls.Attribute(formula.Text, values), place, current, references, given.Select(a => (a.Name, a.Position)));
    }

    private object Computed(Formula formula, Frame frame, FormulaPlace place, object[] parts)
    {
        var value = new FormulaValue(formula, place, parts);
        return value.Depth < FormulaValue.MostDepth ? value : Materialized(value, frame, place);
    }

    /// <summary>A value as that of a layer.</summary>
    private LayerValue Materialized(object value, Frame frame, FormulaPlace place)
    {
        if (value is LayerValue layer) return layer;
        if (value is not FormulaValue formula) throw DependsOnNothing();
        if (formula.Layer is { } known) return known;
        var quoted = FormulaQuote.Of(formula, $"{Function.Function.Id}#{Limits.Plain(pipeline.Made.Count + 1)}", Function.Function.Name);
        if (quoted.Values.Count == 0) throw DependsOnNothing();
        pipeline.Make(quoted.Function, quoted.Places);
        return formula.Layer = pipeline.Apply(quoted.Function, formula.Place, quoted.Values);

        FormulaException DependsOnNothing() => Fail(
            frame, place.Position, DiagnosticCatalogue.FunctionResult, "does not depend on the sample. Compute with its parameters.");
    }

    private Shape ShapeOf(object value, Frame frame, FormulaPlace place) =>
        pipeline.ShapeOf(Materialized(value, frame, place)) ?? throw new FormulaException(null);

    /// <summary>Whether a method calls layers, or gives a value a name. Then it is part of the model, and no function.</summary>
    private bool CallsLayers(FunctionSpec called)
    {
        if (called.Gradient is not null) return false;
        if (!_callsLayers.TryGetValue(called.Id, out var known)) _callsLayers.Add(called.Id, known = called.Body.Any(Finds));
        return known;

        bool Finds(Formula formula) =>
            formula.Operation == Operations.Layer
            || (formula.Operation == Operations.Call && CallsLayers(Function.Find(formula.Text)))
            || formula.Parts.Any(Finds);
    }

    private static FormulaException BelongsInFunction(Formula formula, Frame frame, string what) => Fail(
        frame, formula.Position, DiagnosticCatalogue.StateInForward, what);
}
