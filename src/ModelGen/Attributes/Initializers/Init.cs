namespace ModelGen;

/// <summary>How the weights of a layer start. Biases start at zero in any case.</summary>
/// <remarks>
/// For a weight [out, in], fan_in = in and fan_out = out. The numbers come from the seed given to the model's
/// constructor.
/// </remarks>
/// <example>
/// <code>
/// [Dense(64, Init = Init.Normal, InitScale = 0.02f)]
/// </code>
/// </example>
public enum Init
{
    /// <summary>
    /// <see cref="Kaiming"/> when the activation behind the layer is ReLU-like (<see cref="ReluAttribute"/>,
    /// <see cref="LeakyReluAttribute"/>, <see cref="PReluAttribute"/>, <see cref="EluAttribute"/>,
    /// <see cref="GeluAttribute"/>, <see cref="SiluAttribute"/>), otherwise <see cref="Xavier"/>.
    /// </summary>
    Auto,

    /// <summary>All zeros.</summary>
    Zeros,

    /// <summary>
    /// The normal distribution with mean 0 and the layer's <c>InitScale</c> as standard deviation. PyTorch:
    /// <c>init.normal_</c>.
    /// </summary>
    Normal,

    /// <summary>
    /// Uniform in (−a, a), a = √(6 / (fan_in + fan_out)). Glorot, Bengio: Understanding the difficulty of training deep
    /// feedforward neural networks, AISTATS 2010. PyTorch: <c>init.xavier_uniform_</c>.
    /// </summary>
    Xavier,

    /// <summary>
    /// Uniform in (−a, a), a = √2 · √(3 / fan_in), √2 being the gain of ReLU. He, Zhang, Ren, Sun: Delving Deep into
    /// Rectifiers, 2015 (https://arxiv.org/abs/1502.01852). PyTorch: <c>init.kaiming_uniform_(nonlinearity="relu")</c>.
    /// </summary>
    Kaiming,
}
