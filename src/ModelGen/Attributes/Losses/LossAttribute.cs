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
public abstract class LossAttribute : PipelineAttribute;
