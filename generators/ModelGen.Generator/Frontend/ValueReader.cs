using System.Globalization;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>Reads a constant of an attribute as a plain value; an enum as its number.</summary>
internal static class ValueReader
{
    public static ValueSpec Read(TypedConstant constant) => constant switch
    {
        { IsNull: true } => new ValueSpec.Null(),
        { Kind: TypedConstantKind.Array } => new ValueSpec.Array(constant.Values.Select(Read).ToEquatableArray()),
        { Kind: TypedConstantKind.Primitive or TypedConstantKind.Enum } => ReadScalar(constant.Value),
        _ => throw new CompilerException($"An attribute of ModelGen takes no value of kind {constant.Kind}."),
    };

    /// <summary>Anything but an array.</summary>
    public static ValueSpec ReadScalar(object? value) => value switch
    {
        null => new ValueSpec.Null(),
        string text => new ValueSpec.Text(text),
        bool flag => new ValueSpec.Flag(flag),
        char character => new ValueSpec.Number(character),
        _ => new ValueSpec.Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
    };
}
