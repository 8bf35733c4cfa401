using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Gives each sample a length of its own: of the current value's steps, the first so many count. [N, time, …] → [N, time, …].
/// </summary>
/// <remarks>
/// <para>
/// All members get an argument <c>ReadOnlySpan&lt;int&gt; lengths</c> behind the inputs, one length for each sample: at least 1 and at most
/// the steps that are declared, or an <see cref="ArgumentException"/> names the one that is not, before anything is changed. What is behind
/// a sample's length has no effect, as long as it is finite.
/// </para>
/// <para>
/// Layers behind it that meet as many steps heed the lengths: <see cref="RnnAttribute"/>, <see cref="LstmAttribute"/> and
/// <see cref="GruAttribute"/> give the results of PyTorch's packed sequences: their state stays what it was behind a sample's last step,
/// the other direction begins there, and all steps behind it are zero. <see cref="LastStepAttribute"/> takes the last step of each sample.
/// <see cref="SoftmaxCrossEntropyAttribute"/> on [time, classes] takes the mean over the steps that count. Attention does not heed them
/// yet.
/// </para>
/// <para>
/// PyTorch: <c>nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)</c>. Keras: <c>Masking</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Tokens(40, 5_000), Lengths]
/// [Embedding(32), Lstm(64), Dense(2)]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LengthsAttribute : PipelineAttribute;
