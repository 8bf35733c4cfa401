using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Layers;

/// <content>Functions whose gradient is another function.</content>
internal sealed partial class FormulaRunner
{
    /// <summary>Calls a function, whose gradient may be another one's.</summary>
    private object CallGiven(Frame frame, int position)
    {
        if (frame.Function.Gradient is not { } gradient || frame.Function.Problem is not null) return Call(frame, position);
        var arguments = frame.Locals.ToArray();
        var outer = _given;
        _given ??= Function.Find(gradient).Name;
        var formulas = new TensorFormulas(builder);
        var result = formulas.AsTensor(Call(frame, position));
        for (var i = 0; i < arguments.Length; i++) arguments[i] ??= frame.Locals[i];
        var given = new GivenFunction(Function, frame.Function, arguments.Select(AsValue).ToArray()!);
        if (ChecksGradients) Check(given, result);
        _given = outer;
        return given.Wrap(result);

        object AsValue(object? argument, int i) =>
            frame.Function.Parameters[i].Kind == ParameterKind.Tensor ? formulas.AsTensor(argument!) : argument!;
    }

    /// <summary>Whether the gradients that functions have given them are tried for the shapes that arrive.</summary>
    private bool ChecksGradients { get; init; } = true;

    /// <summary>Runs a gradient for the shapes that arrive, so that mistakes are found before there is a program.</summary>
    private void Check(GivenFunction given, Value result)
    {
        var runner = new FormulaRunner(given.Gradient, result.Builder) { ChecksGradients = false, Steps = Steps };
        if (runner.Gradients(given, given.Tensors, result) is null) throw new FormulaException(runner.Problem);
    }

    /// <summary>The gradients of a function's tensors for that of its result; null after a mistake.</summary>
    /// <param name="given">The function with its gradient.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="upstream">The gradient of its result.</param>
    private IReadOnlyList<Value>? Gradients(GivenFunction given, IReadOnlyList<Value> tensors, Value upstream)
    {
        try
        {
            _given = given.Gradient.Function.Name;
            var frame = new Frame(given.Gradient.Function, given.Arguments(tensors, upstream.Builder).Append(upstream));
            var result = Call(frame, -1);
            var formulas = new TensorFormulas(builder);
            var all = result is Array several ? formulas.AsTensors(several) : [formulas.AsTensor(result)];
            if (all.Length != tensors.Count)
                throw Wrong($"gives {Limits.Plain(all.Length)} gradients, and '{given.Function.Name}' takes {Limits.Plain(tensors.Count)} "
                    + "tensors. It gives one for each.");
            return all.Select((gradient, i) => Fitted(gradient, tensors[i].Shape)).ToArray();

            FormulaException Wrong(string message) => Fail(frame, -1, DiagnosticCatalogue.GradientShape, message);

            Value Fitted(Value gradient, Shape shape)
            {
                if (!gradient.Shape.Sample.SequenceEqual(shape.Sample) && gradient.Shape.Sample.Length > 0)
                {
                    throw Wrong($"has shape {gradient.Shape.Display} for a tensor of shape {shape.Display}. A gradient has the shape of "
                        + "its tensor; sum over the axes along which that is stretched.");
                }

                // What all samples share collects the gradients of all of them.
                return gradient.Shape.IsBatched && !shape.IsBatched ? gradient.SumTo(shape) : gradient.BroadcastTo(shape);
            }
        }
        catch (FormulaException found)
        {
            Problem = found.Problem;
            return null;
        }
    }

    /// <summary>A call of a function whose gradient is another one's.</summary>
    private sealed class GivenFunction(BoundFunction all, FunctionSpec function, object[] arguments)
    {
        public FunctionSpec Function => function;

        /// <summary>The function that computes the gradient.</summary>
        public BoundFunction Gradient { get; } = all.Of(function.Gradient!);

        /// <summary>The arguments that are tensors.</summary>
        public IReadOnlyList<Value> Tensors { get; } = arguments.OfType<Value>().ToArray();

        /// <summary>All arguments, with other tensors, which may be those of another graph.</summary>
        public IEnumerable<object> Arguments(IReadOnlyList<Value> tensors, GraphBuilder builder)
        {
            var next = 0;
            return arguments.Select(argument => argument switch
            {
                Value => tensors[next++],
                LabelValue labels => new LabelValue(builder.Add(labels.Value.Node.Op)),
                _ => argument,
            });
        }

        /// <summary>The result, with the gradient that is given.</summary>
        public Value Wrap(Value result)
        {
            var constants = string.Join(",", arguments.Select(argument => argument switch
            {
                Value => "",
                Array array => string.Join(" ", array.Cast<object>()),
                IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
                _ => argument.ToString(),
            }));
            var op = new GivenGradientOp($"{Gradient.Function.Id}({constants})") { Rule = Rule };
            return result.Builder.Add(op, [result.Node, .. Tensors.Select(tensor => tensor.Node)]);
        }

        private IReadOnlyList<Value?> Rule(IReadOnlyList<Value> tensors, Value upstream)
        {
            var runner = new FormulaRunner(Gradient, upstream.Builder) { ChecksGradients = false };
            return runner.Gradients(this, tensors, upstream)?.Select(gradient => (Value?)gradient).ToArray()
                ?? throw new CompilerException($"The gradient '{Gradient.Function.Name}' fitted before.");
        }
    }
}
