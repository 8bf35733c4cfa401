using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Learning from a teacher: L = (1 − α) · T² · KL(p ‖ softmax(x / T)) + α · H(q, softmax(x)), the mean over the batch, where x are the
/// logits of this model, p = softmax(z / T) the softened answer of the teacher with logits z, and q the label. Logits [N, C] and targets
/// [N, 2 · C]: the teacher's logits, and behind them the probabilities of the label, one 1 and zeros; or [N, time, C] and [N, time, 2 ·
/// C].
/// </summary>
/// <remarks>
/// <para>
/// KL(p ‖ s) = Σ p · (log p − log s) is the divergence, H(q, s) = −Σ q · log s the cross-entropy. The factor T² keeps the gradients of both
/// parts in proportion when T changes. The softmax is part of it: no <see cref="SoftmaxAttribute"/> before it, and <c>Predict</c> returns
/// logits. <c>Distillation.Targets(teacher, data)</c> of the namespace <c>ModelGen.Training</c> makes such targets out of any model and
/// labelled data.
/// </para>
/// <para>
/// Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, 2015. PyTorch: <c>F.kl_div(log_softmax(x / T), softmax(z / T),
/// reduction="batchmean")</c> · T² and <c>F.cross_entropy</c> of probabilities.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Dense(10)]
/// [Distillation(4, LabelShare = 0.1), Adam(1e-3)]
/// </code>
/// </example>
/// <seealso href="https://arxiv.org/abs/1503.02531"/>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DistillationAttribute : LossAttribute
{
    /// <summary>Declares the loss.</summary>
    /// <param name="temperature">
    /// The temperature T, by which the logits of both models are divided: finite, greater than 0. Default: 4.
    /// </param>
    public DistillationAttribute(double temperature = 4) => Temperature = (float)temperature;

    /// <summary>The temperature T, by which the logits of both models are divided: finite, greater than 0. Default: 4.</summary>
    public float Temperature { get; }

    /// <summary>The share α of the labels in the loss: from 0, the teacher alone, to 1. Default: 0.1.</summary>
    public double LabelShare { get; set; } = 0.1;
}
