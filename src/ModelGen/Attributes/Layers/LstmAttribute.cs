using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Long short-term memory: for each step of a sequence c = f · c + i · g and h = o · tanh(c), with gates i, f, o and candidates g from the
/// step and the state before. [N, time, features] → [N, units].
/// </summary>
/// <remarks>
/// <para>
/// i, f, o = σ(W_ih · x + b_ih + W_hh · h + b_hh) and g = tanh(…), each with rows of its own in the weights, in the order i, f, g, o.
/// Options, shapes and weights are those of <see cref="RecurrentAttribute"/>, with four gates. The products of all steps' inputs are one
/// matrix product before the steps begin; so is the gradient of each weight behind them.
/// </para>
/// <para>
/// Hochreiter, Schmidhuber: Long Short-Term Memory, Neural Computation 9, 1997; with forget gates: Gers, Schmidhuber, Cummins, 2000.
/// PyTorch: <c>nn.LSTM(features, units, batch_first=True)</c>. Keras: <c>LSTM</c>, which has one bias and starts with other weights.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Input(20, 8)]
/// [Lstm(32), Dense(1)]                             // of each sequence one number
///
/// [Input(20, 8)]
/// [Lstm(32, Layers = 2, Dropout = 0.2, ReturnSequences = true), Dense(4)]    // four numbers for each step
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LstmAttribute : RecurrentAttribute
{
    /// <summary>Declares a layer of long short-term memory.</summary>
    /// <param name="units">The length of the state: at least 1.</param>
    public LstmAttribute(int units)
        : base(units)
    {
    }
}
