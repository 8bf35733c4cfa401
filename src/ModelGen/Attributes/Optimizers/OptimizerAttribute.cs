namespace ModelGen;

/// <summary>
/// The optimizer: the rule by which <c>TrainStep</c> and <c>Update</c> change the parameters. A model that trains has
/// exactly one.
/// </summary>
/// <remarks>
/// In the formulas, θ is a parameter, g its gradient, η the learning rate, t the number of the step, starting at 1.
/// State (momentum, moments) starts at zero.
/// </remarks>
public abstract class OptimizerAttribute : PipelineAttribute
{
    /// <summary>Stores the learning rate.</summary>
    /// <param name="learningRate">The learning rate η the model starts with: finite, greater than 0.</param>
    private protected OptimizerAttribute(double learningRate) => LearningRate = (float)learningRate;

    /// <summary>
    /// The learning rate η the model starts with: finite, greater than 0. The model's own <c>LearningRate</c> changes
    /// it while training.
    /// </summary>
    public float LearningRate { get; }

    /// <summary>
    /// Whether weight decay acts on weights only, parameters with at least two axes, and leaves out biases and what normalizations and
    /// activations learn. In PyTorch that takes two parameter groups, in Keras <c>exclude_from_weight_decay</c>. Default: false: on all
    /// parameters.
    /// </summary>
    public bool DecayWeightsOnly { get; set; }
}
