namespace ModelGen.Compiler.Diagnostics;

/// <summary>An argument of an attribute that is out of its range.</summary>
/// <param name="Descriptor">The kind of mistake.</param>
/// <param name="Argument">The parameter or property name, or null for the whole attribute.</param>
/// <param name="Element">The index within an array argument, or -1 for all of it.</param>
/// <param name="Message">The message's arguments from {2} on.</param>
public sealed record ArgumentProblem(DiagnosticDescriptor Descriptor, string? Argument, int Element, params string[] Message)
{
    /// <summary>Whether the name of a value is missing. Then the names above are offered.</summary>
    public bool LacksValueName { get; init; }

    /// <summary>Its fixes, for the location of the value: in the attribute, or in the use of the block.</summary>
    public IReadOnlyList<Func<SpecLocation, Fix>> Fixes { get; init; } = [];

    /// <summary>The same problem with one more fix: another value.</summary>
    /// <param name="expression">In C#; null for none.</param>
    public ArgumentProblem Or(string? expression) =>
        expression is null ? this : Or(location => Fix.Change(location, expression));

    /// <summary>The same problem with one more fix.</summary>
    /// <param name="fix">The fix, given where the value was written.</param>
    public ArgumentProblem Or(Func<SpecLocation, Fix> fix) => this with { Fixes = [.. Fixes, fix] };
}
