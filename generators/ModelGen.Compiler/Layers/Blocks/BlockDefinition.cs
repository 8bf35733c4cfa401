using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>A way to put blocks into a pipeline.</summary>
internal abstract class BlockDefinition
{
    /// <summary>The attribute class, without arity.</summary>
    public abstract string AttributeName { get; }

    /// <summary>Whether the first block is the only reader of the use's input.</summary>
    public abstract bool EntersDirectly { get; }

    public virtual IEnumerable<ArgumentProblem?> Validate(BlockUseAttribute attribute) => [];

    /// <summary>How many times each block is run.</summary>
    public virtual int Copies(BlockUseAttribute attribute) => 1;

    /// <summary>The layers inside, as far as they are known without shapes.</summary>
    /// <param name="step">The use.</param>
    /// <param name="path">Its path, such as <c>residual1</c>.</param>
    public virtual IEnumerable<LayerOutline> Outline(Step step, string path) => LayerOutline.Of(step.Branches[0].Steps, path + ".");

    /// <summary>The output of the use; null after a reported mistake.</summary>
    public abstract Flow? Build(BlockContext context);

    /// <summary>The outline of blocks in numbered scopes: <c>branch1.0.dense1</c>.</summary>
    protected static IEnumerable<LayerOutline> Numbered(IEnumerable<BlockBody> bodies, string path) =>
        bodies.SelectMany(
            (body, i) =>
                LayerOutline
                    .Of(body.Steps, $"{path}.{Limits.Plain(i)}.")
                    .Prepend(new LayerOutline($"{path}.{Limits.Plain(i)}", body.DisplayName, [])));
}

/// <summary>Every way to put blocks into a pipeline, one line each.</summary>
internal static class BlockTable
{
    public static readonly IReadOnlyList<BlockDefinition> All =
    [
        new UseBlock(),
        new ResidualBlock(),
        new RepeatBlock(),
        new ParallelBlock(),
        new SpatialTransformerBlock(),
    ];

    public static BlockDefinition Find(PipelineAttribute attribute)
    {
        var name = attribute.GetType().Name.Split('`')[0];
        return All.FirstOrDefault(block => block.AttributeName == name)
            ?? throw new CompilerException($"{name} is not in the table of blocks.");
    }
}
