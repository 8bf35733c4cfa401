using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.Generator.Frontend;

/// <summary>A model class and every block it reaches, each once, in the order they are first reached.</summary>
internal sealed class ModelDeclaration
{
    private ModelDeclaration(
        INamedTypeSymbol symbol,
        PipelineClass model,
        PipelineAttributeData? options,
        bool hasOptions,
        IReadOnlyList<PipelineClass> blocks,
        FunctionTable functions,
        Compilation compilation)
    {
        (Symbol, Options, Functions) = (symbol, options, functions);
        IsResolved = model.IsResolved
            && hasOptions == options is not null
            && blocks.All(block => block.IsResolved)
            && functions.IsResolved;
        HasFusedVectors = compilation.GetTypeByMetadataName("System.Runtime.Intrinsics.Vector128")?.GetMembers("FusedMultiplyAdd").IsEmpty
            is not true;
        Model = model;
        Blocks = blocks;
    }

    public INamedTypeSymbol Symbol { get; }

    public PipelineClass Model { get; }

    public IReadOnlyList<PipelineClass> Blocks { get; }

    /// <summary>The user's functions that the model and its blocks name.</summary>
    public FunctionTable Functions { get; }

    /// <summary>The <c>[Model]</c> attribute, if it has arguments and they can be read.</summary>
    public PipelineAttributeData? Options { get; }

    /// <summary>False if an attribute of the model or of a block cannot be read.</summary>
    public bool IsResolved { get; }

    /// <summary>The file of weights that <c>[Model]</c> asks for, or null.</summary>
    public string? Weights => Language.Find<ModelAttribute>(Symbol)?.NamedArguments
        .FirstOrDefault(argument => argument.Key == nameof(ModelAttribute.Weights)).Value.Value as string;

    /// <summary>The framework of the project, if it is one for which the library has attributes only; otherwise null.</summary>
    public string? FrameworkWithoutTraining => Language.Find<ModelAttribute>(Symbol)?.AttributeClass?.ContainingAssembly is { } library
        && library.GetTypeByMetadataName(Language.Runtime) is null
            ? Framework(Symbol.ContainingAssembly)
            : null;

    /// <summary>Whether the framework has fused multiply-adds of vectors.</summary>
    public bool HasFusedVectors { get; }

    /// <summary>Reads a model of a compilation.</summary>
    public static ModelDeclaration Read(
        INamedTypeSymbol symbol,
        Compilation compilation,
        CancellationToken cancellationToken,
        bool seesGenerated = true) => new AttributeReader(compilation, seesGenerated, cancellationToken).Declaration(symbol);

    private static string Framework(IAssemblySymbol assembly) =>
        assembly.GetAttributes()
            .FirstOrDefault(attribute => attribute.AttributeClass?.Name == nameof(System.Runtime.Versioning.TargetFrameworkAttribute))
            ?.NamedArguments.FirstOrDefault(argument => argument.Key == "FrameworkDisplayName").Value.Value as string
        ?? "an older one";

    /// <summary>Reads a model whose constants another model may use.</summary>
    internal static ModelDeclaration Read(INamedTypeSymbol symbol, AttributeReader reader, CancellationToken cancellationToken)
    {
        var model = PipelineClass.Read(symbol, reader);
        var blocks = new List<PipelineClass>();
        var reached = new HashSet<string>(StringComparer.Ordinal);
        AddUses(model);
        for (var i = 0; i < blocks.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddUses(blocks[i]);
        }

        var marker = Language.Find<ModelAttribute>(symbol);
        var hasOptions =
            marker?.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax { ArgumentList.Arguments.Count: > 0 };
        return new ModelDeclaration(
            symbol,
            model,
            hasOptions ? reader.Read(marker!) : null,
            hasOptions,
            blocks,
            FunctionTable.Of(model, blocks, reader, cancellationToken),
            reader.Compilation);

        void AddUses(PipelineClass user)
        {
            foreach (var use in user.Uses)
            {
                if (reached.Add(PipelineClass.NameOf(use))) blocks.Add(PipelineClass.Read(use, reader));
            }
        }
    }
}
