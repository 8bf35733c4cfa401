using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Frontend;

/// <summary>What C# can say and a function cannot.</summary>
internal static class RefusedSyntax
{
    /// <summary>What a function is made of.</summary>
    public const string Language =
        "A function is made of Tensor's functions and operators, locals, constants, shapes, 'if' and 'for' over known numbers, and calls "
            + "of other such methods";

    /// <summary>What stands there, for a message.</summary>
    public static string Described(SyntaxNode syntax) => syntax switch
    {
        ForEachStatementSyntax => "'foreach'",
        WhileStatementSyntax => "'while'",
        DoStatementSyntax => "'do'",
        SwitchStatementSyntax or SwitchExpressionSyntax => "'switch'",
        ThrowStatementSyntax or ThrowExpressionSyntax => "'throw'",
        TryStatementSyntax => "'try'",
        UsingStatementSyntax => "'using'",
        LockStatementSyntax => "'lock'",
        LocalFunctionStatementSyntax => "a function inside the method",
        AnonymousFunctionExpressionSyntax => "a lambda",
        BaseObjectCreationExpressionSyntax => "an object",
        AssignmentExpressionSyntax => "an assignment inside an expression",
        TupleExpressionSyntax => "a tuple",
        InterpolatedStringExpressionSyntax => "a text",
        _ => "this expression",
    };

    /// <summary>What to write instead.</summary>
    public static string Advice(SyntaxNode syntax) => syntax switch
    {
        ForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax =>
            "Write 'for' with a bound that is known: a number, or a size of a shape.",
        SwitchStatementSyntax or SwitchExpressionSyntax => "Write 'if' for numbers that are known, or Where(condition, a, b) for elements.",
        ThrowStatementSyntax or ThrowExpressionSyntax or TryStatementSyntax => "Shapes are checked while compiling. Remove it.",
        LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax => "Write a static method of its own.",
        AssignmentExpressionSyntax => "Write a statement of its own for it.",
        TupleExpressionSyntax => "Write a local for each value.",
        _ => Language + ".",
    };
}
