using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The loss: compares the model's output with the targets and gives one number to minimise. A model that trains has
/// one behind its last layer, or several, whose weighted sum is minimised.
/// </summary>
/// <remarks>
/// Every loss is a mean over the batch and the elements, as with PyTorch's <c>reduction="mean"</c>. <c>Predict</c>
/// returns what stands before the loss. The loss decides the targets of <c>TrainStep</c> and <c>Evaluate</c>: floats of
/// the output's shape, or one integer label a sample.
/// <para>With several losses all but one say which value they are of (<see cref="Of"/>), or with which weight they count
/// (<see cref="Weight"/>). <c>TrainStep</c> and <c>Evaluate</c> then take the targets of each, and tell each loss if asked.</para>
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
    private double? _weight;

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
    /// The value that the loss is of, by the name that <see cref="AsAttribute"/> gave it: an <see cref="OutputAttribute"/> or any other.
    /// Its targets are the parameter <c>nameLabels</c> or <c>nameTargets</c>. Default: null, the model's output.
    /// </summary>
    /// <example><code>
    /// [Input(1, 28, 28), Flatten, Dense(64), Relu, As("body"), Dense(1), As("age")]
    /// [From("body"), Dense(10)]
    /// [Output("age"), SoftmaxCrossEntropy, MeanSquaredError(Of = "age", Weight = 0.3), Adam(1e-3)]
    /// </code></example>
    public string? Of { get; set; }

    /// <summary>
    /// A factor for the loss, finite, more than 0: what is minimised is Σ weight · loss over all losses. Default: 1. Keras:
    /// <c>loss_weights</c>.
    /// </summary>
    public double Weight
    {
        get => _weight ?? 1;
        set => _weight = value;
    }

    /// <summary>
    /// The name of the parameter with what the loss compares with. Losses with one name share it, as those of early outputs share the
    /// labels: <c>SoftmaxCrossEntropy(Of = "early", Weight = 0.3, Target = "labels")</c>. Default: null, <c>labels</c> or <c>targets</c>,
    /// behind the name of the value if there is one.
    /// </summary>
    public string? Target { get; set; }

    /// <summary>Whether it says that it is one of several.</summary>
    internal bool IsOneOfSeveral => Of is not null || _weight is not null;

    /// <summary>
    /// Whether samples can have weights: <c>TrainStep</c> and <c>Evaluate</c> then have an overload with <c>sampleWeights</c>, one number
    /// for each sample, at least 0, by which the sample's loss is multiplied. The sum is divided as without them, so a weight of 2 counts
    /// a sample twice and 0 not at all, and weights with the mean 1 leave the size of gradients as it is. <c>Fit</c> takes them from the
    /// dataset: <c>data.WithWeights(…)</c>. Keras: <c>sample_weight</c>. Default: false.
    /// </summary>
    public bool SampleWeights { get; set; }
}
