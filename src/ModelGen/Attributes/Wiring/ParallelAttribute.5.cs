using System.Diagnostics;

namespace ModelGen;

/// <summary>Runs five blocks on the current value and joins their outputs along the channels.</summary>
/// <typeparam name="T1">The first branch, a class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <typeparam name="T2">The second branch, a class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <typeparam name="T3">The third branch, a class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <typeparam name="T4">The fourth branch, a class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <typeparam name="T5">The fifth branch, a class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <remarks>See <see cref="ParallelAttribute{T1, T2}"/>.</remarks>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ParallelAttribute<T1, T2, T3, T4, T5> : BlockUseAttribute
{
    /// <summary>Runs five blocks side by side.</summary>
    /// <param name="arguments">The values of <see cref="Arg.A"/>, <see cref="Arg.B"/>, … in every branch.</param>
    public ParallelAttribute(params int[] arguments)
        : base(arguments)
    {
    }
}
