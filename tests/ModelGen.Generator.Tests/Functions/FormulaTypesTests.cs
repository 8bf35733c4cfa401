using System.Reflection;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Tests;

/// <summary>The types of operations are those that C# sees.</summary>
public sealed class FormulaTypesTests
{
    private static readonly IReadOnlyDictionary<string, string> Operators = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["op_Addition"] = "Add",
        ["op_Subtraction"] = "Subtract",
        ["op_Multiply"] = "Multiply",
        ["op_Division"] = "Divide",
        ["op_UnaryNegation"] = "Negate",
        ["op_LessThan"] = "Less",
        ["op_LessThanOrEqual"] = "LessOrEqual",
        ["op_GreaterThan"] = "Greater",
        ["op_GreaterThanOrEqual"] = "GreaterOrEqual",
    };

    /// <summary>What functions cannot say, and what is no operation.</summary>
    private static readonly string[] Outside = ["Of", "Run", "ToArray", "ToString", "op_Implicit", "UpdateBuffer"];

    /// <summary>Each overload of each function of <c>Tensor</c>.</summary>
    [Fact]
    public void Of_functions_of_tensors()
    {
        MethodInfo[] methods =
        [
            .. new[] { typeof(Tensor), typeof(Labels) }.SelectMany(type => type.GetMethods().Where(method => method.DeclaringType == type)),
        ];
        Assert.All(methods.Where(method => !Outside.Contains(method.Name) && !IsLayer(method)), method =>
        {
            // What a pooling takes as a layer only, no function says.
            IEnumerable<Type> parameters = method.GetParameters().Take(IsPooling(method) ? 3 : int.MaxValue)
                .Select(parameter => parameter.ParameterType);
            FormulaType[] given = [.. (method.IsStatic ? parameters : parameters.Prepend(method.DeclaringType!)).Select(Of)];
            string name = Operators.GetValueOrDefault(method.Name, method.Name.Replace("get_", "", StringComparison.Ordinal));

            Assert.Equal(Of(method.ReturnType), FormulaTypes.Of(name, given));
            Assert.Null(FormulaTypes.Of(name, [.. given, FormulaType.Text]));
        });
    }

    [Theory]
    [InlineData("Add", FormulaType.Integer, "Integer", "Integer")]
    [InlineData("Add", FormulaType.Number, "Number", "Number")]
    [InlineData("Add", FormulaType.Tensor, "Integer", "Number")]
    [InlineData("Add", FormulaType.Tensor, "Tensor", "Flag")]
    [InlineData("Remainder", null, "Tensor", "Tensor")]
    [InlineData("Less", FormulaType.Flag, "Integer", "Integer")]
    [InlineData("NotEqual", null, "Tensor", "Tensor")]
    [InlineData("And", null, "Integer", "Flag")]
    [InlineData("Not", null, "Tensor")]
    [InlineData("#array", FormulaType.Integers)]
    [InlineData("#array", FormulaType.Integers, "Integer", "Integer")]
    [InlineData("#array", FormulaType.Tensors, "Integer", "Tensor")]
    [InlineData("#array", null, "Integer", "Text")]
    [InlineData("#element", FormulaType.Tensor, "Tensors", "FromEnd")]
    [InlineData("#element", null, "Integers", "Number")]
    [InlineData("#length", FormulaType.Integer, "Tensors")]
    [InlineData("Math.Max", FormulaType.Integer, "Integer", "Integer")]
    [InlineData("Math.Max", null, "Integer", "Number")]
    [InlineData("Math.Sqrt", null, "Integer")]
    [InlineData("Math.Sqrt", null)]
    [InlineData("Math.Round", null, "Number")]
    [InlineData("Unknown", null, "Tensor")]
    public void Of_operations(string operation, object? expected, params string[] parts) =>
        Assert.Equal((FormulaType?)expected, FormulaTypes.Of(operation, [.. parts.Select(Enum.Parse<FormulaType>)]));

    private static bool IsLayer(MethodInfo method) => SharedFunctionTests.IsLayer(method)
        || (IsPooling(method) && method.GetParameters()[0].ParameterType == typeof(int[]));

    private static bool IsPooling(MethodInfo method) => method.Name.Contains("Pool", StringComparison.Ordinal);

    private static FormulaType Of(Type type) => type switch
    {
        _ when type == typeof(Tensor) => FormulaType.Tensor,
        _ when type == typeof(Labels) => FormulaType.Labels,
        _ when type == typeof(Tensor[]) => FormulaType.Tensors,
        _ when type == typeof(int[]) => FormulaType.Integers,
        _ when type == typeof(int) || type.IsEnum => FormulaType.Integer,
        _ when type == typeof(double) => FormulaType.Number,
        _ when type == typeof(string) => FormulaType.Text,
        _ when type == typeof(bool) => FormulaType.Flag,
        _ => throw new NotSupportedException(type.Name),
    };
}
