using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Frontend;

/// <summary>A model class and every block it reaches, each once, in the order they are first reached.</summary>
internal sealed class ModelDeclaration
{
    private ModelDeclaration(INamedTypeSymbol symbol, PipelineClass model, IReadOnlyList<PipelineClass> blocks)
    {
        Symbol = symbol;
        Model = model;
        Blocks = blocks;
    }

    public INamedTypeSymbol Symbol { get; }

    public PipelineClass Model { get; }

    public IReadOnlyList<PipelineClass> Blocks { get; }

    /// <summary>False if an attribute of the model or of a block cannot be read.</summary>
    public bool IsResolved => Model.IsResolved && Blocks.All(block => block.IsResolved);

    /// <summary>Reads a model of a compilation.</summary>
    public static ModelDeclaration Read(
        INamedTypeSymbol symbol,
        Compilation compilation,
        CancellationToken cancellationToken,
        bool seesGenerated = true) => new AttributeReader(compilation, seesGenerated, cancellationToken).Declaration(symbol);

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

        return new ModelDeclaration(symbol, model, blocks);

        void AddUses(PipelineClass user)
        {
            foreach (var use in user.Uses)
            {
                if (reached.Add(PipelineClass.NameOf(use))) blocks.Add(PipelineClass.Read(use, reader));
            }
        }
    }
}
