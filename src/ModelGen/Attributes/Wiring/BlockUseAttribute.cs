namespace ModelGen;

/// <summary>
/// The common part of the attributes that put blocks into a pipeline: <see cref="UseAttribute{TBlock}"/>,
/// <see cref="ResidualAttribute{TBlock}"/>, <see cref="RepeatAttribute{TBlock}"/> and
/// <see cref="ParallelAttribute{T1, T2}"/>.
/// </summary>
/// <remarks>
/// A block type is a class marked with <see cref="BlockAttribute"/>. It may use other blocks, but not itself, directly
/// or indirectly. Each use has weights of its own.
/// </remarks>
public abstract class BlockUseAttribute : PipelineAttribute
{
    /// <summary>Stores the block's arguments.</summary>
    /// <param name="arguments">The values of <see cref="Arg.A"/>, <see cref="Arg.B"/>, … in the block.</param>
    private protected BlockUseAttribute(int[] arguments) => Arguments = arguments;

    /// <summary>
    /// The values of <see cref="Arg.A"/>, <see cref="Arg.B"/>, … in the block, in this order: as many as it names, at
    /// most <see cref="Arg.Count"/>. Inside a block they may be arguments of that block: <c>[Use&lt;T&gt;(Arg.A)]</c>.
    /// </summary>
    public int[] Arguments { get; }

    /// <summary>
    /// The name of this use, unique in its model or block: the prefix of the block's layers. Default: the name of the
    /// block in lower case and an ordinal.
    /// </summary>
    public string? Name { get; set; }
}
