using System.Diagnostics;

namespace ModelGen;

/// <summary>Stacks copies of a block, each with its own weights: y = block(… block(block(x))).</summary>
/// <typeparam name="TBlock">A class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <remarks>Every copy takes the same arguments, and the output of the one before it as its input.</remarks>
/// <example>
/// <code><![CDATA[
/// [Block]
/// [Dense(Arg.A), Relu]
/// partial class Hidden;
///
/// [Repeat<Hidden>(3, 64)]                                 // three hidden layers of 64 units
/// ]]></code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RepeatAttribute<TBlock> : BlockUseAttribute
{
    /// <summary>Stacks copies of a block.</summary>
    /// <param name="count">The number of copies: at least 1.</param>
    /// <param name="arguments">The values of <see cref="Arg.A"/>, <see cref="Arg.B"/>, … in every copy.</param>
    public RepeatAttribute(int count, params int[] arguments)
        : base(arguments) => Count = count;

    /// <summary>The number of copies: at least 1. Inside a block it may be an argument of that block.</summary>
    public int Count { get; }
}
