using System.Text.RegularExpressions;

namespace ModelGen.Onnx.Import;

/// <summary>A method that the declaration gets, for what no layer does.</summary>
/// <param name="Name">The name it would like to have.</param>
/// <param name="Expression">
/// Over <c>x</c>, the current value, and <c>a</c>, <c>b</c>, <c>c</c>, the others. What begins with a brace is a block of statements.
/// </param>
internal sealed record Function(string Name, string Expression)
{
    /// <summary>What parameters are called, in order.</summary>
    public static readonly string[] Operands = ["x", "a", "b", "c", "d", "e", "f", "g", "h"];

    /// <summary>Whether the expression reads a parameter.</summary>
    public bool Uses(string operand) => Regex.IsMatch(Expression, $@"(?<![\w.""]){operand}(?![\w""(])");
}
