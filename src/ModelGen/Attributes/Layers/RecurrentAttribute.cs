namespace ModelGen;

/// <summary>What the recurrent layers have in common: <see cref="RnnAttribute"/>, <see cref="LstmAttribute"/> and
/// <see cref="GruAttribute"/>.</summary>
/// <remarks>
/// <para>
/// [N, time, features] → [N, units], or [N, time, units] with <see cref="ReturnSequences"/>; twice the units if
/// <see cref="Bidirectional"/>. The state before the first step is zero, or what the batch before left, if <see cref="Stateful"/>.
/// </para>
/// <para>
/// Weights of layer k, as in PyTorch: <c>weight_ih_lk</c> [gates · units, features], <c>weight_hh_lk</c> [gates · units, units],
/// <c>bias_ih_lk</c> and <c>bias_hh_lk</c> [gates · units], and the same with <c>_reverse</c> behind for the other direction. All start
/// uniform in ±1 / √units.
/// </para>
/// </remarks>
public abstract class RecurrentAttribute : LayerAttribute
{
    /// <summary>For the attributes that ModelGen itself declares.</summary>
    private protected RecurrentAttribute(int units) => Units = units;

    /// <summary>The length of the state: at least 1.</summary>
    public int Units { get; }

    /// <summary>How many such layers are stacked, each on the whole output sequence of the one below: at least 1, at most 64. Default: 1.
    /// </summary>
    public int Layers { get; set; } = 1;

    /// <summary>
    /// Whether a second set of weights runs from the last step to the first. Its features stand behind those of the first direction.
    /// Default: false.
    /// </summary>
    public bool Bidirectional { get; set; }

    /// <summary>
    /// Whether the result has all steps, [N, time, units]. Otherwise it is the state when all steps have been read: behind the last step,
    /// and for the other direction behind the first one, as Keras does and as PyTorch's <c>h_n</c>. Default: false.
    /// </summary>
    public bool ReturnSequences { get; set; }

    /// <summary>
    /// Whether batches can go on where the ones before have ended, as in truncated backpropagation through time: the model has
    /// <c>NewBatchState(samples)</c>, and overloads of <c>TrainStep</c>, <c>Evaluate</c>, <c>Predict</c> and <c>Forward</c> that take that
    /// state, start from it and leave the next one there. No gradient flows into the state that a call starts from. Without these overloads
    /// a call starts from zero, as otherwise. Not together with <see cref="Bidirectional"/>. Default: false.
    /// </summary>
    /// <remarks>
    /// PyTorch: the states that <c>nn.LSTM</c> takes and gives, detached between the batches. Keras: <c>stateful=True</c>, where the layer
    /// itself keeps the state. In a model that only predicts it has no effect: that has <c>Step</c>.
    /// </remarks>
    public bool Stateful { get; set; }

    /// <summary>
    /// The probability that an element between two of the stacked layers is dropped in training: 0 ≤ p &lt; 1. Default: 0.
    /// </summary>
    public double Dropout { get; set; }

    /// <summary>Whether there are biases. Default: true.</summary>
    public bool UseBias { get; set; } = true;
}
