using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Diagnostics;

public enum Severity
{
    Info,
    Warning,
    Error,
}

/// <summary>One kind of mistake: its id, its help page and the form of its message.</summary>
/// <param name="Id">MG0001… declaration, MG1001… shapes, MG2001… lint, MG3001… budgets and targets.</param>
/// <param name="Title">The mistake in a few words.</param>
/// <param name="Message">A composite format string; says what was given and what was needed.</param>
/// <param name="Severity">The default. Users can change it in .editorconfig, unless the diagnostic is binding.</param>
public sealed record DiagnosticDescriptor(string Id, string Title, string Message, Severity Severity = Severity.Error)
{
    /// <summary>
    /// Whether the model cannot be compiled, so that users cannot change the severity. A budget is a choice of its author.
    /// </summary>
    public bool IsBinding => Severity == Severity.Error && !Id.StartsWith("MG3", StringComparison.Ordinal);
}

/// <summary>The location of a diagnostic: a class, one of its attributes, or one argument of it.</summary>
/// <param name="Block">The fully qualified name of the block class, or null for the model class.</param>
/// <param name="Attribute">The index of the attribute in its class, or -1 for the name of the class.</param>
/// <param name="Argument">The parameter or property name, or null for the whole attribute.</param>
/// <param name="Element">The index within an array argument, or -1 for all of it.</param>
public sealed record SpecLocation(string? Block, int Attribute, string? Argument = null, int Element = -1)
{
    public static readonly SpecLocation Model = new(null, -1);

    /// <summary>The id of the user's function that an expression stands in; null for attributes.</summary>
    public string? Function { get; init; }

    /// <summary>The position of the expression in its function; less than 0 for the function's name.</summary>
    public int Expression { get; init; } = -1;

    /// <summary>An expression of a user's function, which the attribute at this location uses.</summary>
    public SpecLocation In(string function, int expression) => this with { Function = function, Expression = expression };

    public SpecLocation At(string? argument, int element = -1) => this with { Argument = argument, Element = element };
}

/// <summary>A mistake in a declaration, as a value.</summary>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, SpecLocation Location, EquatableArray<string> Arguments)
{
    /// <summary>Its fixes, the best one first; empty if none can be computed.</summary>
    public EquatableArray<Fix> Fixes { get; init; }

    public string Message => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, Descriptor.Message, Arguments.Cast<object>().ToArray());

    public override string ToString() => $"{Descriptor.Id}: {Message}";
}
