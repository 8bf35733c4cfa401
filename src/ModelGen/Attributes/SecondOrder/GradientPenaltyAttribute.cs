using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Makes the length of the output's gradient in the inputs a part of what is learned, for critics of Wasserstein GANs: P = weight ·
/// mean (‖∂ Σ output / ∂ inputs‖₂ − center)², over the samples; the norm is that of all inputs of a sample that are numbers, together.
/// </summary>
/// <remarks>
/// <para>
/// The class gets a member <c>GradientPenalty(input)</c>, which adds the gradients of P at points of the caller to those in
/// <c>Parameters</c> and returns P: at points between real and generated samples it is the penalty of WGAN-GP, at real samples with
/// <see cref="Center"/> 0 that of R1 (whose weight is half of γ). <c>TrainStep</c> takes P at the samples of its batch; as penalties of
/// weights, it is in the gradients and not in the loss that is returned. It is taken in training mode.
/// </para>
/// <para>
/// A layer that compares samples, such as <see cref="BatchNormAttribute"/>, makes the output for one depend on the others, and the gradient
/// of one sample means nothing then: an error, MG1056.
/// </para>
/// <para>
/// Gulrajani et al.: Improved Training of Wasserstein GANs, NeurIPS 2017. Mescheder et al.: Which Training Methods for GANs do actually
/// Converge? ICML 2018.
/// </para>
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1704.00028"/>
/// <example><code>
/// [Model, Input(1, 28, 28), GradientPenalty(10)]
/// [Conv2D(32, 5, Stride = 2, Padding = 2), LeakyRelu(0.2), Flatten, Dense(1)]
/// [Loss(nameof(Wasserstein)), Adam(1e-4, Beta1 = 0)]
/// public sealed partial class Critic;
/// </code></example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class GradientPenaltyAttribute : PipelineAttribute
{
    /// <summary>Declares a penalty of gradients.</summary>
    /// <param name="weight">Its factor in what is minimised: finite, greater than 0. WGAN-GP uses 10.</param>
    public GradientPenaltyAttribute(double weight) => Weight = (float)weight;

    /// <summary>Its factor in what is minimised: finite, greater than 0.</summary>
    public float Weight { get; }

    /// <summary>The length that gradients should have: finite, at least 0. Default: 1.</summary>
    public double Center { get; set; } = 1;
}
