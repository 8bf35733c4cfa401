namespace ModelGen.Compiler.Diagnostics;

/// <summary>An argument of an attribute that is out of its range.</summary>
/// <param name="Descriptor">The kind of mistake.</param>
/// <param name="Argument">The parameter or property name.</param>
/// <param name="Element">The index within an array argument, or -1 for all of it.</param>
/// <param name="Message">The message's arguments from {2} on.</param>
public sealed record ArgumentProblem(DiagnosticDescriptor Descriptor, string Argument, int Element, params string[] Message);
