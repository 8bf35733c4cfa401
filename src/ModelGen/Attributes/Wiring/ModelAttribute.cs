using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Declares a neural network: the other attributes on the class are its layers, loss and optimizer, and the compiler
/// writes the rest of the class.
/// </summary>
/// <remarks>
/// The class is <c>partial</c>, not static, not abstract and not generic, and has at least one
/// <see cref="InputAttribute"/>, a loss and an optimizer. One that only predicts, see <see cref="Weights"/>, may be static and have neither
/// loss nor optimizer.
/// </remarks>
/// <example>
/// <code>
/// [Model]
/// [Input(1, 8, 8)]
/// [Flatten, Dense(64), Relu, Dropout(0.2f), Dense(10)]
/// [SoftmaxCrossEntropy, Adam(1e-3f)]
/// public sealed partial class DigitNet;
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class ModelAttribute : Attribute
{
    /// <summary>How products and sums are rounded, in prediction and in training alike; <c>Int8</c> is about prediction only.</summary>
    public Arithmetic Arithmetic { get; set; }

    /// <summary>
    /// In which form weights are kept: in files that <c>Save</c> writes, and in the memory of a model that only predicts. Training is in
    /// 32-bit floats whatever is chosen. <c>Arithmetic.Int8</c> chooses <c>Storage.Int8</c>.
    /// </summary>
    public Storage Storage { get; set; }

    /// <summary>
    /// A file of weights, such as <c>"digits.safetensors"</c>, among those that the project lists (<c>ModelGenWeights</c>): the name of the
    /// file, or the end of its path. The class then only predicts: it has a static <c>Predict</c> and no members for training, the weights
    /// are checked when it is compiled and are part of its assembly, and nothing of this library is needed at run time.
    /// </summary>
    public string? Weights { get; set; }

    /// <summary>
    /// The L1 penalty on weights: the update works on the loss plus L1 · Σ |w|, whose gradient is L1 · sign(w). Keras' regularizer
    /// <c>L1</c>. Finite, at least 0. Default: 0.
    /// </summary>
    /// <remarks>
    /// Penalties and <see cref="MaxNorm"/> act on weights: parameters with at least two axes, neither biases nor what normalizations and
    /// activations learn. A layer with a setting of its own replaces that of the model. <c>TrainStep</c> and <c>Evaluate</c> return
    /// the loss without penalties, so that it stays comparable; <c>Parameters</c> hold gradients without them. They are part of the
    /// update, whoever asks for it: <c>TrainStep</c> or <c>Update</c>.
    /// </remarks>
    public double L1 { get; set; }

    /// <summary>
    /// The L2 penalty on weights: the update works on the loss plus L2 · Σ w², whose gradient is 2 · L2 · w. Keras' regularizer
    /// <c>L2</c>. Finite, at least 0. Default: 0. Remarks at <see cref="L1"/>.
    /// </summary>
    /// <remarks>PyTorch's <c>weight_decay</c>, which is that of the optimizers here too, has the gradient λ · w.</remarks>
    public double L2 { get; set; }

    /// <summary>
    /// The largest Euclidean norm of each slice of a weight along its first axis, which for a dense layer is the row of one output:
    /// after each update, a longer one is scaled down to it. PyTorch's <c>renorm</c>, Keras' constraint <c>MaxNorm</c>. Finite, at
    /// least 0. Default: 0, for none. Srivastava et al.: Dropout, JMLR 2014, section 5.1.
    /// </summary>
    public double MaxNorm { get; set; }

    /// <summary>
    /// The largest Euclidean norm of all gradients as one vector; larger ones are scaled down to it in the update, the optimizer's
    /// own weight decay not counted. As <c>Parameters.ClipNorm</c>, PyTorch's <c>clip_grad_norm_</c>: the factor is
    /// min(1, ClipNorm / (norm + 10⁻⁶)). The order of the sum is fixed, so the bits are the same on every machine. Gradients in
    /// <c>Parameters</c> stay as they were found. Finite, at least 0. Default: 0, for none.
    /// </summary>
    public double ClipNorm { get; set; }

    /// <summary>
    /// The largest absolute value of a gradient; larger ones are cut off in the update, before <see cref="ClipNorm"/>. PyTorch's
    /// <c>clip_grad_value_</c>, Keras' <c>clipvalue</c>. Finite, at least 0. Default: 0, for none.
    /// </summary>
    public double ClipValue { get; set; }
}
