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
/// The layers whose steps come from that value heed the lengths: <see cref="RnnAttribute"/>, <see cref="LstmAttribute"/> and
/// <see cref="GruAttribute"/> give the results of PyTorch's packed sequences: their state stays what it was behind a sample's last step,
/// the other direction begins there, and all steps behind it are zero. <see cref="LastStepAttribute"/> takes the last step of each sample.
/// <see cref="MultiHeadAttentionAttribute"/> and the blocks of Transformers do not see keys behind the length, those that
/// <c>From</c> names among them; they do give values for steps behind it, which no layer sees. <see cref="MeanOverTimeAttribute"/> and
/// <see cref="MaxOverTimeAttribute"/> are over the steps that count, and <see cref="SoftmaxCrossEntropyAttribute"/> on [time, classes]
/// takes the mean over them. Steps of another input are not concerned, even if there are as many.
/// </para>
/// <para>
/// PyTorch: <c>nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)</c>, and the
/// <c>key_padding_mask</c> of attention. Keras: <c>Masking</c>.
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
