using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using Operations = ModelGen.Compiler.Spec.FormulaOperations;

namespace ModelGen.Compiler.Layers;

/// <summary>Runs a user's function while compiling: statements and numbers are computed, operations on tensors become nodes.</summary>
/// <remarks>
/// Loops and calls leave no trace in the graph. Values are numbers (int, double, bool, arrays of integers), tensors, comparisons of
/// tensors, and labels; C# has checked their types.
/// </remarks>
internal sealed partial class FormulaRunner(BoundFunction function, GraphBuilder builder) : FormulaInterpreter(function)
{
    /// <summary>The names of the functions that make parameters and buffers.</summary>
    public const string ParameterOperation = "Parameter", BufferOperation = "Buffer";

    private readonly Dictionary<string, (Value Value, int[] Shape, bool IsBuffer)> _parameters = new(StringComparer.Ordinal);
    private string? _given;

    /// <summary>The parameters, buffers and random numbers of the layer; null where there are none, as in a loss.</summary>
    public FormulaState? State { get; init; }

    /// <summary>What was wrong; null if nothing was, or if it has been reported already.</summary>
    public FormulaProblem? Problem { get; private set; }

    /// <summary>The result for values; null after a mistake.</summary>
    /// <param name="values">The values of the parameters that are tensors, in their order.</param>
    /// <param name="labels">The value of the parameter that is labels.</param>
    public Value? Run(IReadOnlyList<Value> values, Value? labels)
    {
        try
        {
            var next = 0;
            var arguments = Function.Function.Parameters.Select(parameter => parameter.Kind switch
            {
                ParameterKind.Tensor => values[next++],
                ParameterKind.Labels => new LabelValue(labels!.Value),
                _ => (object?)null,
            }).ToArray();
            var frame = new Frame(Function.Function, arguments);
            if (CallGiven(frame, -1) is var result && new TensorFormulas(builder).AsTensor(result) is { Shape.IsBatched: true } value)
            {
                if (State?.NotUpdated is not { } buffer) return value;
                throw Fail(
                    frame, -1, DiagnosticCatalogue.FunctionState, $"never says what the buffer '{buffer}' becomes. Add "
                        + $"UpdateBuffer(\"{buffer}\", next), or make it a Parameter.");
            }

            throw new FormulaException(
                new(
                    DiagnosticCatalogue.FunctionResult,
                    Function.Function.Id,
                    -1,
                    [Function.Function.Name, "does not depend on the sample. Compute with its parameters."]));
        }
        catch (FormulaException found)
        {
            Problem = found.Problem;
            return null;
        }
    }

    /// <summary>
    /// Calls a function from another one. What does not fit in a function whose source is elsewhere stands at the call.
    /// </summary>
    protected override object CallFrom(Frame frame, Formula formula, object[] parts)
    {
        var called = Function.Find(formula.Text);
        try
        {
            return CallGiven(new Frame(called, parts), formula.Position);
        }
        catch (FormulaException found) when (called.IsElsewhere && !frame.Function.IsElsewhere && found.Problem is { } problem)
        {
            throw new FormulaException(problem with { Function = frame.Function.Id, Position = formula.Position });
        }
    }

    protected override object Operation(Formula formula, Frame frame, object[] parts)
    {
        if (formula.Operation is ParameterOperation or BufferOperation) return MakeParameter(formula, frame, parts);
        if (formula.Operation is "Uniform" or "Normal" or "Dropout") return Draw(formula, frame, parts);
        if (formula.Operation == Operations.Argument) return parts[0];
        if (formula.Operation == Operations.Layer)
            throw Fail(frame, formula.Position, DiagnosticCatalogue.LayerInFunction, LayerCalls.Advice(formula.Text));
        var result = new TensorFormulas(builder).Apply(formula.Operation, parts);
        if (result is Value value) CheckSize(value, formula, frame);
        return result;
    }

    protected override bool IsTraining(Formula formula, Frame frame) =>
        State?.IsTraining ?? throw Fail(
            frame, formula.Position, DiagnosticCatalogue.FunctionState, "asks here whether the model is being trained. "
                + (_given is null
                    ? "A loss is the same in training and in evaluation. Move it to a layer: [Apply]."
                    : "A gradient is part of training."));

    protected override string? TooMuch => builder.Nodes.Count > 2 * Limits.Operations
        ? $"makes more than {Limits.Text(2 * Limits.Operations)} operations"
        : null;

    private Value MakeParameter(Formula formula, Frame frame, object[] parts)
    {
        var (name, shape) = (parts[0] as string ?? "", (int[])parts[1]);
        var isBuffer = formula.Operation == BufferOperation;
        if (_given is not null) throw Wrong($"'{_given}' computes the gradient here, which does not know it. Hand it over as an argument.");
        if (State is null) throw Wrong($"a loss has no {(isBuffer ? "buffers" : "parameters")}. Move it to a layer: [Apply].");
        if (!LayerNames.IsValid(name))
            throw Wrong($"{LayerNames.Quoted(name)} is no name. A name begins with a letter and goes on with letters, digits and "
                + "underscores.");
        if (shape.Length == 0 || shape.Any(size => size < 1))
            throw Wrong($"its shape is [{string.Join(", ", shape.Select(Limits.Plain))}]. Give at least one size, each at least 1.");
        if (_parameters.TryGetValue(name, out var known))
        {
            if (known.IsBuffer != isBuffer)
                throw Wrong($"'{name}' is a {(isBuffer ? "parameter" : "buffer")} above. Give one of them another name.");
            if (known.Shape.SequenceEqual(shape)) return known.Value;
            throw Wrong($"'{name}' has another shape above, {string.Join(" × ", known.Shape)}. Give one of them another name.");
        }

        var made = isBuffer ? State.Buffer(name, shape, (double)parts[2]) : State.Parameter(name, shape, Start(parts[2], shape, Wrong));
        if (made is not { } value) throw new FormulaException(null);
        _parameters.Add(name, (value, shape, isBuffer));
        return value;

        FormulaException Wrong(string reason) => Fail(frame, formula.Position, DiagnosticCatalogue.FunctionParameter, reason);
    }

    /// <summary>How a parameter starts: with a number, or by a choice.</summary>
    private ParameterInit Start(object start, int[] shape, Func<string, FormulaException> wrong) => start switch
    {
        double number => ParameterInit.Constant((float)number),
        int choice when Enum.IsDefined(typeof(Init), choice) =>
            State!.Weight((Init)choice, (int)Math.Min(int.MaxValue, Limits.Product(shape.Take(shape.Length - 1))), shape[shape.Length - 1]),
        var other => throw wrong($"{other} is no member of Init."),
    };

    protected override void Do(Formula formula, Frame frame, object[] parts)
    {
        if (formula.Operation != "UpdateBuffer") throw new CompilerException($"'{formula.Operation}' is no statement.");
        var name = parts[0] as string ?? "";
        if (_given is not null) throw Wrong($"updates a buffer here, where '{_given}' computes the gradient. Do it in what calls it.");
        if (State is null) throw Wrong("updates a buffer here, and a loss has none. Move it to a layer: [Apply].");
        if (!_parameters.TryGetValue(name, out var buffer) || !buffer.IsBuffer)
            throw Wrong($"updates '{name}' here, and there is no such buffer above. Write Buffer(\"{name}\", shape, start) before.");
        if (State.IsUpdated(name)) throw Wrong($"updates '{name}' a second time here. A buffer has one next value.");
        var next = new TensorFormulas(builder).AsTensor(parts[1]);
        if (!next.Shape.Sample.SequenceEqual(buffer.Shape))
        {
            throw Wrong($"updates '{name}' here with shape {next.Shape.Display}, and the buffer has shape "
                + $"{string.Join(" × ", buffer.Shape)}. Give the next value that shape: next.Reshape(…).");
        }

        State.Update(name, buffer.Shape, next);

        FormulaException Wrong(string reason) => Fail(frame, formula.Position, DiagnosticCatalogue.FunctionState, reason);
    }

    /// <summary>
    /// Random numbers, of their own for each sample and step of training. A prediction has none: there each is its mean.
    /// </summary>
    private Value Draw(Formula formula, Frame frame, object[] parts)
    {
        if (_given is not null)
        {
            throw Wrong($"draws a random number here, where '{_given}' computes the gradient, which does not know it. Hand it over as an "
                + "argument.");
        }

        if (State is null) throw Wrong("draws a random number here, and a loss has none. Move it to a layer: [Apply].");
        var isDropout = formula.Operation == "Dropout";
        var x = isDropout ? new TensorFormulas(builder).AsTensor(parts[0]) : default;
        var shape = isDropout ? x.Shape.Sample : (int[])parts[0];
        if (shape.Length > Limits.Axes || shape.Any(size => size < 1) || Limits.Product(shape) > Limits.SampleElements)
            throw Wrong($"draws numbers of shape [{string.Join(", ", shape.Select(Limits.Plain))}] here. Each size is at least 1, and all "
                + $"together at most {Limits.Text(Limits.SampleElements)}.");
        var rate = isDropout ? parts[1] is int whole ? whole : (double)parts[1] : 0;
        if (isDropout && !(rate is >= 0 and < 1))
            throw Wrong($"drops out with the probability {rate.ToString(System.Globalization.CultureInfo.InvariantCulture)} here. It is at "
                + "least 0 and less than 1.");
        if (!State.IsTraining)
        {
            if (isDropout) return x;
            return builder.Constant(formula.Operation == "Uniform" ? 0.5 : 0).BroadcastTo(Shape.Of(shape));
        }

        if (isDropout && rate == 0) return x;
        if (State.Uniform(shape) is not { } uniform) throw new FormulaException(null);
        return formula.Operation switch
        {
            "Uniform" => uniform,
            "Normal" => RandomFormulas.Normal(uniform),
            _ => uniform.IfLess(builder.Constant(rate), builder.Constant(0), x * (1 / (1 - rate))),
        };

        FormulaException Wrong(string reason) => Fail(frame, formula.Position, DiagnosticCatalogue.FunctionState, reason);
    }

    private static void CheckSize(Value value, Formula formula, Frame frame)
    {
        var axes = value.Shape.Sample.Length;
        if (axes <= Limits.Axes && Limits.ElementsOf(value.Shape) <= Limits.SampleElements) return;
        throw new FormulaException(new(
            DiagnosticCatalogue.TooLarge,
            frame.Function.Id,
            formula.Position,
            axes > Limits.Axes
                ? [$"a value with {Limits.Plain(axes)} axes", Limits.Plain(Limits.Axes), "Use fewer axes."]
                :
                [
                    $"a value of {Limits.Text(Limits.ElementsOf(value.Shape))} numbers for each sample ({value.Shape.Display})",
                    Limits.Text(Limits.SampleElements),
                    "Make it smaller.",
                ]));
    }
}

/// <summary>The labels of a sample, as a tensor whose class axis has the size one.</summary>
internal sealed record LabelValue(Value Value);

/// <summary>Operands that do not fit an operation. The runner knows where it stands.</summary>
internal sealed class MisfitException(DiagnosticDescriptor descriptor, string message) : Exception(message)
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;
}
