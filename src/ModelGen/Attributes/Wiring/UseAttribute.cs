using System.Diagnostics;

namespace ModelGen;

/// <summary>Puts a block into the pipeline, as if its layers stood there: y = block(x).</summary>
/// <typeparam name="TBlock">A class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <example>
/// <code><![CDATA[
/// [Use<Branch>(64), Relu]
/// ]]></code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UseAttribute<TBlock> : BlockUseAttribute
{
    /// <summary>Puts a block into the pipeline.</summary>
    /// <param name="arguments">The values of <see cref="Arg.A"/>, <see cref="Arg.B"/>, … in the block.</param>
    public UseAttribute(params int[] arguments)
        : base(arguments)
    {
    }
}
