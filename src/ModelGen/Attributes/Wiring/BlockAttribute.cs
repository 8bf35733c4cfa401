using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Declares a reusable piece of a network: a class with layers and no <see cref="InputAttribute"/>, loss or optimizer.
/// Its input is the current value where it is used, its output the last value of its pipeline.
/// </summary>
/// <remarks>
/// <para>
/// Integer arguments of its layers may be <see cref="Arg.A"/>, <see cref="Arg.B"/>, …: each use gives them values.
/// Names made by <see cref="AsAttribute"/> in a block are its own: they neither see nor touch those outside.
/// </para>
/// <para>
/// The class must not be static, because C# takes no static class as a type argument.
/// </para>
/// </remarks>
/// <example>
/// <code><![CDATA[
/// [Block]
/// [Dense(Arg.A), Relu, Dense(Arg.A)]
/// partial class Branch;
///
/// [Model]
/// [Input(64)]
/// [Residual<Branch>(64), Relu, Residual<Branch>(32), Relu, Dense(10)]
/// [SoftmaxCrossEntropy, Adam(1e-3f)]
/// public sealed partial class ResidualNet;
/// ]]></code>
/// </example>
/// <seealso cref="UseAttribute{TBlock}"/>
/// <seealso cref="ResidualAttribute{TBlock}"/>
/// <seealso cref="RepeatAttribute{TBlock}"/>
/// <seealso cref="ParallelAttribute{T1, T2}"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class BlockAttribute : Attribute;
