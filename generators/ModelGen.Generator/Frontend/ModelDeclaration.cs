using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;

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
        ForwardExpansion? forward,
        Compilation compilation)
    {
        Forward = forward;
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

    /// <summary>The layers that a method declares; null if attributes do.</summary>
    public ForwardExpansion? Forward { get; }

    /// <summary>Whether a method declares the layers, be it rightly or not.</summary>
    public bool DeclaresByMethod => Forward is not null || Functions.ForwardProblem is not null;

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

    /// <summary>The attributes of the model with the functions that they name.</summary>
    private static IEnumerable<AttributeSpec> Specs(PipelineClass model, FunctionTable functions) => model.Attributes
        .Select((attribute, i) => functions.UseOf(model, i) is { } use ? attribute.Spec with { Function = use } : attribute.Spec);

    /// <summary>The attributes of the model and, where the layers belong, those that stand for the calls of its method.</summary>
    private static IEnumerable<PipelineAttributeData> Expanded(PipelineClass model, FunctionTable functions, ForwardExpansion forward)
    {
        var written = model.Attributes.Zip(Specs(model, functions), (attribute, spec) => attribute with { Spec = spec }).ToArray();
        var begin = ForwardExpansion.Begin([.. written.Select(attribute => attribute.Spec)]);
        return written.Take(begin)
            .Concat(forward.Entries.Select(entry => new PipelineAttributeData(null, null, entry.Attribute) { Call = entry }))
            .Concat(written.Skip(begin));
    }

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
        var functions = FunctionTable.Of(model, blocks, reader, cancellationToken);
        var forward = functions is { Forward: { } id, IsResolved: true } && model.IsResolved
            ? ForwardExpansion.Of(id, functions.Functions, [.. Specs(model, functions)])
            : null;
        return new ModelDeclaration(
            symbol,
            forward is null ? model : model.With(Expanded(model, functions, forward)),
            hasOptions ? reader.Read(marker!) : null,
            hasOptions,
            blocks,
            functions,
            forward,
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
