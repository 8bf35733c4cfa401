using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;
using Operations = ModelGen.Compiler.Spec.FormulaOperations;

namespace ModelGen.Compiler.Layers;

/// <summary>
/// Runs a method of the user while compiling: statements, numbers and calls. What operations on tensors become, those who derive from it
/// say.
/// </summary>
/// <remarks>Values are numbers (int, double, bool, arrays of integers) and what operations make; C# has checked their types.</remarks>
internal abstract class FormulaInterpreter(BoundFunction function)
{
    /// <summary>Expressions and statements that are run at most: a loop without an end must end.</summary>
    private const int MostSteps = 100_000;

    private (FunctionSpec Function, int Position)? _loop;

    /// <summary>The function, with those that it calls.</summary>
    protected BoundFunction Function => function;

    /// <summary>How far the run has come.</summary>
    protected FormulaSteps Steps { get; init; } = new();

    /// <summary>What there is too much of, as the end of a sentence about the function; null if nothing is.</summary>
    protected abstract string? TooMuch { get; }

    /// <summary>The value of an operation that is not one of numbers alone.</summary>
    protected abstract object Operation(Formula formula, Frame frame, object[] parts);

    /// <summary>A call of a function from another one.</summary>
    protected abstract object CallFrom(Frame frame, Formula formula, object[] parts);

    /// <summary>A call without a result.</summary>
    protected abstract void Do(Formula formula, Frame frame, object[] parts);

    /// <summary>Whether the model is being trained.</summary>
    protected abstract bool IsTraining(Formula formula, Frame frame);

    /// <summary>Notes that a local has a new value.</summary>
    protected virtual void Assigned(string local, object value)
    {
    }

    /// <summary>Runs the statements of a function.</summary>
    /// <param name="frame">Its arguments.</param>
    /// <param name="position">Where it is called; less than 0 for the function that is run.</param>
    /// <returns>Its result.</returns>
    protected object Call(Frame frame, int position)
    {
        if (frame.Function.Problem is { } problem) throw new FormulaException(FormulaProblem.Of(problem));
        if (!Steps.Enter(frame.Function))
        {
            throw Fail(
                frame, -1, DiagnosticCatalogue.FunctionTooDeep, $"is called by functions that have, with it, more than "
                    + $"{Limits.Text(FormulaSteps.MostDepth)} expressions inside each other");
        }

        for (var i = 0; i < frame.Locals.Count; i++)
            if (frame.Locals[i] is null && frame.Function.Parameters[i].Default is { } value) frame.Locals[i] = Evaluate(value, frame);
        foreach (var statement in frame.Function.Body)
        {
            if (Run(statement, frame) != Leaving.Return) continue;
            Steps.Leave(frame.Function);
            return frame.Result!;
        }

        throw Fail(frame, Math.Max(position, -1), DiagnosticCatalogue.FunctionResult, "is missing. Add a 'return'.");
    }

    private Leaving Run(Formula statement, Frame frame)
    {
        Count(statement, frame);
        switch (statement.Operation)
        {
            case Operations.Nothing:
                return Leaving.Nothing;
            case Operations.Return:
                frame.Result = Evaluate(statement.Parts[0], frame);
                return Leaving.Return;
            case Operations.Break:
                return Leaving.Iteration;
            case Operations.Continue:
                return Leaving.Rest;
            case Operations.Assign:
                var next = Evaluate(statement.Parts[0], frame);
                frame.Set((int)statement.Number, next);
                Assigned(statement.Text, next);
                return Leaving.Nothing;
            case Operations.Do:
                Count(statement.Parts[0], frame);
                Do(statement.Parts[0], frame, statement.Parts[0].Parts.Select(part => Evaluate(part, frame)).ToArray());
                return Leaving.Nothing;
            case Operations.If:
                if ((bool)Evaluate(statement.Parts[0], frame)) return Run(statement.Parts[1], frame);
                return statement.Parts.Count > 2 ? Run(statement.Parts[2], frame) : Leaving.Nothing;
            case Operations.Block:
                foreach (var part in statement.Parts)
                    if (Run(part, frame) is not Leaving.Nothing and var leaving) return leaving;
                return Leaving.Nothing;
            case Operations.Loop:
                var around = _loop;
                _loop = (frame.Function, statement.Position);
                var left = Loop(statement, frame);
                _loop = around;
                return left;
            default:
                throw new CompilerException($"'{statement.Operation}' is no statement.");
        }
    }

    private Leaving Loop(Formula statement, Frame frame)
    {
        for (Run(statement.Parts[0], frame); (bool)Evaluate(statement.Parts[1], frame); Run(statement.Parts[2], frame))
        {
            var leaving = Run(statement.Parts[3], frame);
            if (leaving == Leaving.Return) return leaving;
            if (leaving == Leaving.Iteration) break;
        }

        return Leaving.Nothing;
    }

    private object Evaluate(Formula formula, Frame frame)
    {
        Count(formula, frame);
        switch (formula.Operation)
        {
            case Operations.Integer:
                return (int)formula.Number;
            case Operations.Number:
                return formula.Number;
            case Operations.Flag:
                return formula.Number != 0;
            case Operations.Text:
                return formula.Text;
            case Operations.Null:
                return Array.Empty<int>();
            case Operations.Local:
                return frame.Locals[(int)formula.Number] ?? throw new CompilerException($"The local '{formula.Text}' has no value.");
            case Operations.Choice:
                return Evaluate(formula.Parts[(bool)Evaluate(formula.Parts[0], frame) ? 1 : 2], frame);
            case "IsTraining":
                return IsTraining(formula, frame);
            case "And":
                return (bool)Evaluate(formula.Parts[0], frame) && (bool)Evaluate(formula.Parts[1], frame);
            case "Or":
                return (bool)Evaluate(formula.Parts[0], frame) || (bool)Evaluate(formula.Parts[1], frame);
        }

        // A loop, and not a query: expressions may be deep, and each frame on the stack counts.
        var parts = new object[formula.Parts.Count];
        for (var i = 0; i < parts.Length; i++) parts[i] = Evaluate(formula.Parts[i], frame);
        try
        {
            if (formula.Operation == Operations.Call) return CallFrom(frame, formula, parts);
            return NumberFormulas.Apply(formula.Operation, parts) ?? Operation(formula, frame, parts);
        }
        catch (MisfitException misfit)
        {
            throw Fail(frame, formula.Position, misfit.Descriptor, misfit.Message);
        }
    }

    /// <summary>Ends what would not end by itself, and what makes more operations than a model may have.</summary>
    private void Count(Formula formula, Frame frame)
    {
        var tooMany = ++Steps.Taken > MostSteps ? $"takes more than {Limits.Text(MostSteps)} steps" : TooMuch;
        if (tooMany is null) return;
        var (where, position) = _loop ?? (frame.Function, formula.Position);
        throw new FormulaException(new(DiagnosticCatalogue.FunctionTooLong, where.Id, position, [where.Name, tooMany]));
    }

    protected static FormulaException Fail(Frame frame, int position, DiagnosticDescriptor descriptor, string message) =>
        new(new(descriptor, frame.Function.Id, position, [frame.Function.Name, message]));

    /// <summary>One call of a function: its locals, the first of which are its parameters.</summary>
    protected sealed class Frame(FunctionSpec function, IEnumerable<object?> arguments)
    {
        public FunctionSpec Function { get; } = function;

        public List<object?> Locals { get; } = [.. arguments];

        public object? Result { get; set; }

        public void Set(int local, object value)
        {
            while (Locals.Count <= local) Locals.Add(null);
            Locals[local] = value;
        }
    }

    /// <summary>What a statement leaves: an iteration, the rest of one, the function.</summary>
    private enum Leaving
    {
        Nothing,
        Return,
        Iteration,
        Rest,
    }

    /// <summary>Ends a run. It does not leave the runner.</summary>
    protected sealed class FormulaException(FormulaProblem? problem) : Exception
    {
        public FormulaProblem? Problem { get; } = problem;
    }
}
