using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Layers;

/// <summary>A way to put blocks into a pipeline.</summary>
internal abstract class BlockDefinition : AttributeDefinition
{
    /// <summary>Whether the first block is the only reader of the use's input.</summary>
    public abstract bool EntersDirectly { get; }

    /// <summary>The argument with the number of copies; null if there is one copy.</summary>
    public virtual string? CopiesArgument => null;

    /// <summary>Names that layers of the block cannot have, and the owner of each.</summary>
    public virtual IReadOnlyList<(string Name, string Owner)> ReservedNames => [];

    public sealed override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute) => Validate((BlockUseAttribute)attribute);

    /// <inheritdoc cref="AttributeDefinition.Validate"/>
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

    /// <summary>The names that layers of some block cannot have.</summary>
    public static IEnumerable<string> ReservedNames => All.SelectMany(block => block.ReservedNames).Select(reserved => reserved.Name);
}
