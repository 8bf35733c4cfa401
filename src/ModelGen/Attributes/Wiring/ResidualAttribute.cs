using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Adds the output of a block to its input: y = block(x) + P(x), [N, *] → the shape of the block's output.
/// </summary>
/// <typeparam name="TBlock">A class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <remarks>
/// <para>
/// P is the identity when the block keeps the shape. Otherwise it is a learned linear projection without bias: of
/// vectors and sequences a <see cref="DenseAttribute"/> along the last axis, of images a 1×1 convolution, with the
/// stride that brings height and width to those of the block.
/// </para>
/// <para>Weight: <c>projection.weight</c> [out, in], for images [out, in, 1, 1]; only if P is not the identity.</para>
/// <para>
/// He, Zhang, Ren, Sun: Deep Residual Learning for Image Recognition, 2015, equations (1) and (2). The activation after
/// the sum is not part of it: write it behind.
/// </para>
/// </remarks>
/// <example>
/// <code><![CDATA[
/// [Block]
/// [Dense(Arg.A), Relu, Dense(Arg.A)]
/// partial class Branch;
///
/// [Residual<Branch>(64), Relu]
/// ]]></code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1512.03385"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ResidualAttribute<TBlock> : BlockUseAttribute
{
    /// <summary>Puts a block with a skip connection into the pipeline.</summary>
    /// <param name="arguments">The values of <see cref="Arg.A"/>, <see cref="Arg.B"/>, … in the block.</param>
    public ResidualAttribute(params int[] arguments)
        : base(arguments)
    {
    }
}
