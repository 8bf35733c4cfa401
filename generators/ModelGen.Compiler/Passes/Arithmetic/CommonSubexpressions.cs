namespace ModelGen.Compiler.Passes;

/// <summary>Equal operations on equal inputs become one node: the builder interns, so rebuilding is enough.</summary>
internal static class CommonSubexpressions
{
    public static readonly Pass Pass = Pass.Rewriting("common-subexpressions", (_, _, _) => null);
}
