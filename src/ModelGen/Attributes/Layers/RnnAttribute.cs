using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// The simple recurrent layer of Elman: h = tanh(W_ih · x + b_ih + W_hh · h + b_hh) for each step x of a sequence.
/// [N, time, features] → [N, units].
/// </summary>
/// <remarks>
/// <para>
/// Options, shapes and weights are those of <see cref="RecurrentAttribute"/>, with one gate. Long sequences make its gradients vanish or
/// explode: <c>[Model(ClipNorm = 1)]</c> helps against the latter, <see cref="LstmAttribute"/> and <see cref="GruAttribute"/> against the
/// former.
/// </para>
/// <para>PyTorch: <c>nn.RNN(features, units, batch_first=True)</c>. Keras: <c>SimpleRNN</c>, which has one bias.</para>
/// </remarks>
/// <example>
/// <code>
/// [Input(20, 8)]
/// [Rnn(32), Dense(1)]                              // of each sequence one number
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RnnAttribute : RecurrentAttribute
{
    /// <summary>Declares a simple recurrent layer.</summary>
    /// <param name="units">The length of the state: at least 1.</param>
    public RnnAttribute(int units)
        : base(units)
    {
    }

    /// <summary>
    /// The activation: <see cref="ActivationKind.Tanh"/> or <see cref="ActivationKind.Relu"/>. Default: <see cref="ActivationKind.Tanh"/>.
    /// </summary>
    public ActivationKind Activation { get; set; } = ActivationKind.Tanh;
}
