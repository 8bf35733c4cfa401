namespace ModelGen.Compiler.Spec;

/// <summary>A user's method over tensors, read as a formula.</summary>
/// <remarks>
/// It is part of the Spec, so it holds no syntax and no location: an expression is known by its position in the method, counted in the
/// order of reading, which the front end turns into a location again.
/// </remarks>
/// <param name="Id">What calls of it refer to: the method with its types.</param>
/// <param name="Name">The method's name, for messages.</param>
/// <param name="Parameters">Its parameters, which are its first locals.</param>
/// <param name="Body">Its statements.</param>
public sealed record FunctionSpec(
    string Id, string Name, EquatableArray<FunctionParameter> Parameters, EquatableArray<Formula> Body)
{
    /// <summary>The first thing in it that is no operation; null if it can be used.</summary>
    public FunctionProblem? Problem { get; init; }

    /// <summary>The function that computes its gradient; null if that follows from its operations.</summary>
    public string? Gradient { get; init; }

    /// <summary>Whether it is a function of another assembly, whose source is not here.</summary>
    public bool IsElsewhere { get; init; }
}

/// <summary>What a parameter of a function is given.</summary>
public enum ParameterKind
{
    Tensor,

    Labels,

    /// <summary>A number that is known while compiling.</summary>
    Constant,
}

/// <summary>A parameter of a function.</summary>
public sealed record FunctionParameter(string Name, ParameterKind Kind)
{
    /// <summary>The value of an optional parameter.</summary>
    public Formula? Default { get; init; }
}

/// <summary>An expression or a statement of a function: an operation, and what it is applied to.</summary>
/// <param name="Operation">What it does: see <see cref="FormulaOperations"/>, or the name of a function of <c>Tensor</c>.</param>
/// <param name="Position">Its position in the method.</param>
/// <param name="Parts">Its operands; for a statement, the expressions and statements in it.</param>
public sealed record Formula(string Operation, int Position, EquatableArray<Formula> Parts)
{
    /// <summary>A text constant, the function that is called, or a name.</summary>
    public string Text { get; init; } = "";

    /// <summary>A number, or the number of a local.</summary>
    public double Number { get; init; }
}

/// <summary>The operations that are no functions of tensors: constants, locals and statements.</summary>
public static class FormulaOperations
{
    public const string Integer = "#integer", Number = "#number", Flag = "#flag", Text = "#text", Null = "#null";

    /// <summary>An array of integers from its elements; one element of one; its length.</summary>
    public const string Array = "#array", Element = "#element", FromEnd = "#from-end", Length = "#length";

    /// <summary>The value of a local; a choice between two values; the call of another function.</summary>
    public const string Local = "#local", Choice = "#choice", Call = "#call";

    /// <summary>The call of a layer, on its first part; an argument of it, with the name of its parameter.</summary>
    public const string Layer = "#layer", Argument = "#argument";

    /// <summary>A number as an integer, a float, or a double.</summary>
    public const string ToInteger = "#int", ToFloat = "#float", ToDouble = "#double";

    /// <summary>Statements. A loop's parts are: before, condition, after each iteration, body.</summary>
    public const string Assign = "#assign", If = "#if", Loop = "#loop", Block = "#block", Return = "#return", Break = "#break",
        Continue = "#continue", Nothing = "#nothing", Do = "#do";
}

/// <summary>Why a method, or an expression in it, cannot be used.</summary>
/// <param name="Diagnostic">The id of the diagnostic.</param>
/// <param name="Function">The function it stands in; null if it stands at the attribute.</param>
/// <param name="Position">The position of the expression; less than 0 for the method's name.</param>
/// <param name="Message">The message's arguments from {2} on.</param>
public sealed record FunctionProblem(string Diagnostic, string? Function, int Position, EquatableArray<string> Message);

/// <summary>A place in a function: an expression.</summary>
/// <param name="Function">The function's id.</param>
/// <param name="Position">The position of the expression.</param>
public readonly record struct FormulaPlace(string Function, int Position);

/// <summary>The function that an attribute names.</summary>
/// <param name="Function">The function's id; null if there is none.</param>
/// <param name="TakesLabels">Whether one of its parameters is the labels of a sample.</param>
/// <param name="Problem">Why there is none.</param>
public sealed record FunctionUse(string? Function, bool TakesLabels, FunctionProblem? Problem);
