namespace ModelGen;

/// <summary>
/// The loss: compares the model's output with the targets and gives one number to minimise. A model that trains has
/// exactly one, behind its last layer.
/// </summary>
/// <remarks>
/// Every loss is a mean over the batch and the elements, as with PyTorch's <c>reduction="mean"</c>. <c>Predict</c>
/// returns what stands before the loss. The loss decides the targets of <c>TrainStep</c> and <c>Evaluate</c>: floats of
/// the output's shape, or one integer label a sample.
/// </remarks>
public abstract class LossAttribute : PipelineAttribute
{
    /// <summary>
    /// Whether samples can have weights: <c>TrainStep</c> and <c>Evaluate</c> then have an overload with <c>sampleWeights</c>, one number
    /// for each sample, at least 0, by which the sample's loss is multiplied. The sum is divided as without them, so a weight of 2 counts
    /// a sample twice and 0 not at all, and weights with the mean 1 leave the size of gradients as it is. <c>Fit</c> takes them from the
    /// dataset: <c>data.WithWeights(…)</c>. Keras: <c>sample_weight</c>. Default: false.
    /// </summary>
    public bool SampleWeights { get; set; }
}
