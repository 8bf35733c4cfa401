namespace ModelGen;

/// <summary>
/// The common part of layers that multiply by a weight: <see cref="DenseAttribute"/> and the convolutions. How the weight starts, and what
/// it is made of.
/// </summary>
public abstract class WeightedLayerAttribute : LayerAttribute
{
    /// <summary>For the attributes that ModelGen itself declares.</summary>
    private protected WeightedLayerAttribute()
    {
    }

    /// <summary>
    /// How <c>weight</c> starts. With k elements in a window (1 for a dense layer), fan_in = in / groups · k and fan_out = out · k; for a
    /// transposed convolution fan_in = out / groups · k and fan_out = in · k, as in PyTorch. Default: <see cref="Init.Auto"/>.
    /// </summary>
    public Init Init { get; set; } = Init.Auto;

    /// <summary>
    /// The standard deviation for <see cref="Init.Normal"/>, without effect on the others: finite, greater than 0.
    /// Default: 0.01.
    /// </summary>
    public double InitScale { get; set; } = 0.01;

    /// <summary>
    /// Whether the layer learns length and direction apart: each slice of the weight along its first axis, which for a dense layer is the
    /// row of one output, is g · v / ‖v‖, with <c>weight_g</c> and <c>weight_v</c> in place of <c>weight</c>. Salimans, Kingma:
    /// Weight Normalization, NIPS 2016; PyTorch: <c>nn.utils.weight_norm</c>. Default: false.
    /// </summary>
    public bool WeightNorm { get; set; }

    /// <summary>
    /// Whether the weight is divided by the largest singular value of the matrix with a row for each output:
    /// <c>weight_orig</c> / (uᵀ · <c>weight_orig</c> · v). The buffers <c>weight_u</c> and <c>weight_v</c> take one step of the power
    /// iteration in each training pass, and stay as they are in prediction. Miyato, Kataoka, Koyama, Yoshida: Spectral Normalization for
    /// Generative Adversarial Networks, ICLR 2018; PyTorch: <c>nn.utils.spectral_norm</c>. Default: false.
    /// </summary>
    public bool SpectralNorm { get; set; }

    /// <summary>
    /// The L1 penalty on the layer's weights: see <see cref="ModelAttribute.L1"/>. Finite, at least 0. Default: NaN, what
    /// <c>[Model]</c> says.
    /// </summary>
    public double L1 { get; set; } = double.NaN;

    /// <summary>
    /// The L2 penalty on the layer's weights: see <see cref="ModelAttribute.L2"/>. Finite, at least 0. Default: NaN, what
    /// <c>[Model]</c> says.
    /// </summary>
    public double L2 { get; set; } = double.NaN;

    /// <summary>
    /// The largest norm of a slice of the layer's weights: see <see cref="ModelAttribute.MaxNorm"/>. Finite, at least 0; 0 for none.
    /// Default: NaN, what <c>[Model]</c> says.
    /// </summary>
    public double MaxNorm { get; set; } = double.NaN;

    /// <summary>
    /// The largest norm of the gradients of this layer, which are then no part of the model's norm: see
    /// <see cref="ModelAttribute.ClipNorm"/>. Finite, at least 0; 0 for none. Default: NaN, what <c>[Model]</c> says.
    /// </summary>
    public double ClipNorm { get; set; } = double.NaN;

    /// <summary>
    /// The largest absolute value in the layer's gradients: see <see cref="ModelAttribute.ClipValue"/>. Finite, at least 0; 0 for none.
    /// Default: NaN, what <c>[Model]</c> says.
    /// </summary>
    public double ClipValue { get; set; } = double.NaN;
}
