namespace ModelGen.Compiler;

/// <summary>A broken invariant of the compiler itself: never the user's mistake, which is a diagnostic.</summary>
public sealed class CompilerException(string message) : Exception(message);
