using System.Diagnostics;

namespace ModelGen;

/// <summary>Runs two blocks on the current value and joins their outputs along the channels.</summary>
/// <typeparam name="T1">The first branch, a class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <typeparam name="T2">The second branch, a class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <remarks>
/// <para>
/// The channels are the first axis of a sample: [N, C, *] → [N, C1 + C2 + …, *]. The outputs agree in the other axes
/// and are joined in the order of the branches. All branches take the same arguments.
/// </para>
/// <para>Szegedy et al.: Going Deeper with Convolutions (Inception), 2014.</para>
/// </remarks>
/// <example>
/// <code><![CDATA[
/// [Parallel<Narrow, Wide>(32)]
/// ]]></code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1409.4842"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ParallelAttribute<T1, T2> : BlockUseAttribute
{
    /// <summary>Runs two blocks side by side.</summary>
    /// <param name="arguments">The values of <see cref="Arg.A"/>, <see cref="Arg.B"/>, … in every branch.</param>
    public ParallelAttribute(params int[] arguments)
        : base(arguments)
    {
    }
}
