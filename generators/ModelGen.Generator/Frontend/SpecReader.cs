using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Frontend;

/// <summary>Reads a declaration from Roslyn's symbols into a <see cref="ModelSpec"/>, which contains no object of Roslyn.</summary>
internal static class SpecReader
{
    public static ModelSpec Read(ModelDeclaration declaration, CancellationToken cancellationToken) => new()
    {
        WeightsGiven = declaration.Weights,
        FrameworkWithoutTraining = declaration.FrameworkWithoutTraining,
        HasFusedVectors = declaration.HasFusedVectors,
        Class = ClassReader.Read(declaration, ReadAttributes(declaration, declaration.Model), cancellationToken),
        Attributes = ReadAttributes(declaration, declaration.Model),
        Options = declaration.Options?.Spec,
        Arithmetic = ReadArithmetic(declaration.Symbol),
        IsReadable = declaration.IsResolved,
        Blocks = declaration.Blocks.Select(block => ReadBlock(declaration, block)).ToEquatableArray(),
        Functions = ReadFunctions(declaration),
        ForwardProblem = declaration.Forward?.Problem ?? declaration.Functions.ForwardProblem,
        EndsEarly = declaration.Forward?.EndsEarly == true,
    };

    /// <summary>
    /// The functions that attributes apply. A method that declares the layers has become attributes, and is none of them.
    /// </summary>
    private static EquatableArray<FunctionSpec> ReadFunctions(ModelDeclaration declaration)
    {
        if (declaration.Forward is not { } forward) return declaration.Functions.Functions.ToEquatableArray();
        var all = declaration.Functions.Functions.Concat(forward.Functions).ToDictionary(function => function.Id, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var uses = declaration.Blocks.Prepend(declaration.Model).SelectMany(type => ReadAttributes(declaration, type));
        foreach (var use in uses)
            if (use.Function?.Function is { } id) Reach(id);
        return all.Values.Where(function => reached.Contains(function.Id)).ToEquatableArray();

        void Reach(string id)
        {
            if (!all.TryGetValue(id, out var function) || !reached.Add(id)) return;
            if (function.Gradient is { } gradient) Reach(gradient);
            foreach (var part in function.Body) ReachCalls(part);
        }

        void ReachCalls(Formula formula)
        {
            if (formula.Operation == FormulaOperations.Call) Reach(formula.Text);
            foreach (var part in formula.Parts) ReachCalls(part);
        }
    }

    private static Arithmetic ReadArithmetic(INamedTypeSymbol model)
    {
        foreach (var argument in Language.Find<ModelAttribute>(model)?.NamedArguments ?? [])
            if (argument is { Key: nameof(ModelAttribute.Arithmetic), Value.Value: int number }) return (Arithmetic)number;
        return Arithmetic.Fused;
    }

    private static BlockSpec ReadBlock(ModelDeclaration declaration, PipelineClass block) => new(
        block.Name,
        block.Symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat),
        Language.Find<BlockAttribute>(block.Symbol) is not null,
        ReadAttributes(declaration, block),
        block.CountDeclarations())
    {
        Assembly = AssemblyOf(block.Symbol),
    };

    /// <summary>The other assembly of a class that may be a block there; null for one that is here, and for those of .NET.</summary>
    private static string? AssemblyOf(ITypeSymbol type) =>
        !type.Locations.Any(location => location.IsInSource)
            && type.ContainingAssembly?.Name is { } name && name != "mscorlib" && name != "netstandard"
            && name.Split('.')[0] is not ("System" or "Microsoft")
                ? name
                : null;

    private static EquatableArray<AttributeSpec> ReadAttributes(ModelDeclaration declaration, PipelineClass type) => type.Attributes
        .Select((attribute, i) => declaration.Functions.UseOf(type, i) is { } use ? attribute.Spec with { Function = use } : attribute.Spec)
        .ToEquatableArray();
}
