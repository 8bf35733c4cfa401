using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A spatial transformer: a block looks at the image and finds an affine map, and the image is sampled through it,
/// [N, C, H, W] → [N, C, H, W].
/// </summary>
/// <remarks>
/// <para>
/// Behind the block's output, flattened, a fully connected layer <c>theta</c> gives θ = I + W · features + b, the six numbers of
/// (x, y) ↦ (θ₁x + θ₂y + θ₃, θ₄x + θ₅y + θ₆), x and y running from −1 to 1 over the width and the height of the result. W and b start at
/// zero, so that the transformer starts as the identity. The result at (x, y) is the image there, bilinear between pixels and
/// zero outside. Gradients flow into the image and into θ. All pixels of a channel are multiplied, most of them by 0: one that is NaN or
/// infinite makes all results of its channel NaN.
/// </para>
/// <para>
/// Weights: those of the block, <c>theta.weight</c> [6, features] and <c>theta.bias</c> [6]: b is PyTorch's bias less the identity
/// (1, 0, 0, 0, 1, 0).
/// </para>
/// <para>
/// A sample costs C · H · W · (H · W + H) multiply-adds: it suits images of some dozens of pixels on each side.
/// </para>
/// <para>
/// Jaderberg, Simonyan, Zisserman, Kavukcuoglu: Spatial Transformer Networks, NIPS 2015. PyTorch: <c>nn.functional.affine_grid</c> and
/// <c>nn.functional.grid_sample</c>, bilinear, with zeros for padding.
/// </para>
/// </remarks>
/// <typeparam name="TBlock">The localization network: a class marked with <see cref="BlockAttribute"/>.</typeparam>
/// <example>
/// <code><![CDATA[
/// [Block]
/// [Flatten, Dense(32), Relu]
/// partial class Localization;
///
/// [Input(1, 28, 28)]
/// [SpatialTransformer<Localization>, Flatten, Dense(10)]
/// ]]></code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1506.02025"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SpatialTransformerAttribute<TBlock> : BlockUseAttribute
{
    /// <summary>Puts a spatial transformer into the pipeline.</summary>
    /// <param name="arguments">The values of <see cref="Arg.A"/>, <see cref="Arg.B"/>, … in the block.</param>
    public SpatialTransformerAttribute(params int[] arguments)
        : base(arguments)
    {
    }

    /// <summary>
    /// Whether −1 and 1 are the centres of the outermost pixels; otherwise they are the outer edges of the image. Default: false, as in
    /// PyTorch.
    /// </summary>
    public bool AlignCorners { get; set; }
}
