using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The loss: compares the model's output with the targets and gives one number to minimise. A model that trains has
/// exactly one, behind its last layer.
/// </summary>
/// <remarks>
/// Every loss is a mean over the batch and the elements, as with PyTorch's <c>reduction="mean"</c>. <c>Predict</c>
/// returns what stands before the loss. The loss decides the targets of <c>TrainStep</c> and <c>Evaluate</c>: floats of
/// the output's shape, or one integer label a sample.
/// <para>Written as <c>[Loss(nameof(Method))]</c>, it is a static method of the class: <c>Tensor Method(Tensor output, Tensor targets)</c>,
/// or <c>Tensor Method(Tensor output, Labels labels)</c> for classes. It is read as operations, as <see cref="ApplyAttribute"/> says, for
/// one sample; if it gives several numbers, the loss is their mean.</para>
/// </remarks>
/// <example>
/// <code>
/// using static ModelGen.Tensor;
///
/// [Model, Input(20), Dense(3), Loss(nameof(Focal)), Adam(1e-3)]
/// public sealed partial class Net
/// {
///     static Tensor Focal(Tensor logits, Labels y)
///     {
///         Tensor p = Softmax(logits).Pick(y);
///         return -Pow(1 - p, 2) * Log(p);
///     }
/// }
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public class LossAttribute : PipelineAttribute
{
    /// <summary>Declares a loss of your own.</summary>
    /// <param name="function">The name of the method, by <c>nameof</c>.</param>
    public LossAttribute(string function) => Function = function;

    /// <summary>For the losses of the library.</summary>
    private protected LossAttribute()
    {
    }

    /// <summary>The name of the method; null for the losses of the library.</summary>
    public string? Function { get; }

    /// <summary>
    /// Whether samples can have weights: <c>TrainStep</c> and <c>Evaluate</c> then have an overload with <c>sampleWeights</c>, one number
    /// for each sample, at least 0, by which the sample's loss is multiplied. The sum is divided as without them, so a weight of 2 counts
    /// a sample twice and 0 not at all, and weights with the mean 1 leave the size of gradients as it is. <c>Fit</c> takes them from the
    /// dataset: <c>data.WithWeights(…)</c>. Keras: <c>sample_weight</c>. Default: false.
    /// </summary>
    public bool SampleWeights { get; set; }
}
