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

    /// <summary>
    /// The decay d of an exponential moving average of the parameters, kept in the update: a ← d · a + (1 − d) · θ, where the first update
    /// makes a = θ. The model's <c>Averaged()</c> is a model with these weights, to predict with and to save; a checkpoint holds both. From
    /// 0, which is none and the default, to below 1; usually 0.99 to 0.9999. PyTorch: <c>swa_utils.AveragedModel</c> with this average;
    /// Keras: <c>use_ema</c>, <c>ema_momentum</c>.
    /// </summary>
    /// <remarks>
    /// It is taken behind everything else that an update does, limits such as <see cref="ModelAttribute.MaxNorm"/> included. Buffers, such
    /// as running means, are not averaged. Polyak, Juditsky: Acceleration of Stochastic Approximation by Averaging, SIAM J. Control Optim.
    /// 30, 1992.
    /// </remarks>
    public double WeightAverage { get; set; }

    /// <summary>
    /// How many calls of <c>TrainStep</c> make one update, at least 1, which is the default: the gradients of so many batches are added up,
    /// and the last of them updates with their mean. Keras: <c>gradient_accumulation_steps</c>.
    /// </summary>
    /// <remarks>
    /// With k of them, each batch adds the gradient of 1/k of its mean loss to the sum in <c>Parameters</c>, in the order of the calls: the
    /// bits of k times <c>Forward</c> and <c>Backward</c> with an output gradient that contains 1/(k · n), and one <c>Update</c>. Counting
    /// goes on over the ends of epochs and is part of checkpoints; <c>ZeroGradients</c> and <c>Update</c> begin anew. Schedules on the
    /// class count updates, those of <c>Fit</c> its steps, that is calls. Layers such as <see cref="BatchNormAttribute"/> see single
    /// batches.
    /// </remarks>
    public int Accumulate { get; set; } = 1;
}
