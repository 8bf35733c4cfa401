using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// A fully connected layer: y = x · Wᵀ + b along the last axis, [N, in] → [N, units] or [N, *, in] → [N, *, units].
/// </summary>
/// <remarks>
/// <para>Weights: <c>weight</c> [units, in]; <c>bias</c> [units], unless <see cref="UseBias"/> is false.</para>
/// <para>
/// PyTorch: <c>nn.Linear</c>, except for the initial weights: see <see cref="Init"/>. Biases start at zero.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(64)]
/// [Dense(32), Relu, Dense(10, UseBias = false, Name = "head")]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute : LayerAttribute
{
    /// <summary>Declares a fully connected layer.</summary>
    /// <param name="units">The number of outputs: at least 1.</param>
    public DenseAttribute(int units) => Units = units;

    /// <summary>The number of outputs: at least 1.</summary>
    public int Units { get; }

    /// <summary>Whether a bias is added. Default: true.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>How <c>weight</c> starts. Default: <see cref="Init.Auto"/>.</summary>
    public Init Init { get; set; } = Init.Auto;

    /// <summary>
    /// The standard deviation for <see cref="Init.Normal"/>, without effect on the others: finite, greater than 0.
    /// Default: 0.01.
    /// </summary>
    public float InitScale { get; set; } = 0.01f;

    /// <summary>
    /// Whether the layer learns the length and the direction of each output's weights, W = g · V / ‖V‖ row by row, as
    /// <c>weight_g</c> [units, 1] and <c>weight_v</c> [units, in] in place of <c>weight</c>. Salimans, Kingma: Weight Normalization,
    /// NIPS 2016; PyTorch: <c>nn.utils.weight_norm</c>. Default: false.
    /// </summary>
    public bool WeightNorm { get; set; }

    /// <summary>
    /// Whether the weight is divided by its largest singular value σ, W = <c>weight_orig</c> / σ, σ = uᵀ · <c>weight_orig</c> · v. The
    /// buffers <c>weight_u</c> [units] and <c>weight_v</c> [in] take one step of the power iteration in each training pass, and
    /// stay as they are in prediction. Miyato, Kataoka, Koyama, Yoshida: Spectral Normalization for Generative Adversarial Networks,
    /// ICLR 2018; PyTorch: <c>nn.utils.spectral_norm</c>. Default: false.
    /// </summary>
    public bool SpectralNorm { get; set; }
}
