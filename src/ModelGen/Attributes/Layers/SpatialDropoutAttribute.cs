using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Spatial dropout: in training, sets each whole channel of each sample to 0 with probability p and scales the others by
/// 1 / (1 − p); the identity in <c>Predict</c> and <c>Evaluate</c>. [N, C, *] → [N, C, *].
/// </summary>
/// <remarks>
/// <para>
/// Neighbouring pixels of a channel are alike, so that dropping single ones loses little: the others still tell what they held. On a vector
/// it is the same as <see cref="DropoutAttribute">Dropout</see>.
/// </para>
/// <para>
/// The masks come from the model's seed: the same seed gives the same masks, whatever the vector width. No parameters.
/// </para>
/// <para>
/// Tompson, Goroshin, Jain, LeCun, Bregler: Efficient Object Localization Using Convolutional Networks, CVPR 2015. PyTorch:
/// <c>nn.Dropout1d</c>, <c>nn.Dropout2d</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(3, 8, 8)]
/// [SpatialDropout(0.2f), Flatten, Dense(10)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1411.4280"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SpatialDropoutAttribute : LayerAttribute
{
    /// <summary>Declares a spatial dropout layer.</summary>
    /// <param name="rate">The probability p that a channel is dropped: 0 ≤ p &lt; 1. Default: 0.5.</param>
    public SpatialDropoutAttribute(double rate = 0.5) => Rate = (float)rate;

    /// <summary>The probability p that a channel is dropped: 0 ≤ p &lt; 1. Default: 0.5.</summary>
    public float Rate { get; }
}
