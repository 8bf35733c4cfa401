using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Frontend;

/// <summary>Values as C# expressions of their type.</summary>
internal static class ConstantSyntax
{
    /// <summary>Marks a circular constant; the annotation has the path.</summary>
    public const string Circular = "ModelGen.Circular";

    public static ExpressionSyntax Of(ConstantValue value) => value switch
    {
        ConstantValue.Known known => Literal(known.Value),
        ConstantValue.Circular circular => Literal(1).WithAdditionalAnnotations(new SyntaxAnnotation(Circular, circular.Path)),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    /// <summary>A value converted to the type of a constant, as C# does it.</summary>
    public static object As(SpecialType type, object value) => type switch
    {
        SpecialType.System_Single => Convert.ToSingle(value, CultureInfo.InvariantCulture),
        SpecialType.System_Double => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        SpecialType.System_Int64 => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        SpecialType.System_Int32 => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        _ => value,
    };

    private static ExpressionSyntax Literal(object value) => value switch
    {
        string text => SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text)),
        bool flag => SyntaxFactory.LiteralExpression(flag ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression),
        char character => SyntaxFactory.LiteralExpression(SyntaxKind.CharacterLiteralExpression, SyntaxFactory.Literal(character)),
        float number => Number(number.ToString("R", CultureInfo.InvariantCulture) + "f"),
        double number => Number(number.ToString("R", CultureInfo.InvariantCulture) + "d"),
        int number => Number(number.ToString(CultureInfo.InvariantCulture)),
        long number => Number(number.ToString(CultureInfo.InvariantCulture) + "L"),
        uint number => Number(number.ToString(CultureInfo.InvariantCulture) + "u"),
        ulong number => Number(number.ToString(CultureInfo.InvariantCulture) + "ul"),
        IFormattable number => Number(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static ExpressionSyntax Number(string text) => SyntaxFactory.ParseExpression($"({text})");
}
