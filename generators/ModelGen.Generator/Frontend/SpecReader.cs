using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>Turns a declaration, which Roslyn owns, into a <see cref="ModelSpec"/>, which holds nothing of Roslyn's.</summary>
internal static class SpecReader
{
    public static ModelSpec Read(ModelDeclaration declaration, CancellationToken cancellationToken) => new()
    {
        Class = ClassReader.Read(declaration, cancellationToken),
        Attributes = ReadAttributes(declaration.Model),
        Blocks = declaration.Blocks.Select(ReadBlock).ToEquatableArray(),
    };

    private static BlockSpec ReadBlock(PipelineClass block) => new(
        block.Name,
        block.Symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
        Language.Find<BlockAttribute>(block.Symbol) is not null,
        ReadAttributes(block),
        block.CountDeclarations());

    private static EquatableArray<AttributeSpec> ReadAttributes(PipelineClass type) =>
        type.Attributes.Select(ReadAttribute).ToEquatableArray();

    private static AttributeSpec ReadAttribute(AttributeData attribute) => new(
        attribute.AttributeClass!.Name,
        attribute.AttributeClass.TypeArguments.Select(PipelineClass.NameOf).ToEquatableArray(),
        attribute.ConstructorArguments
            .Select((value, i) => new ArgumentSpec(attribute.AttributeConstructor!.Parameters[i].Name, ValueReader.Read(value))).ToEquatableArray(),
        attribute.NamedArguments
            .Select(argument => new ArgumentSpec(argument.Key, ValueReader.Read(argument.Value))).ToEquatableArray());
}
