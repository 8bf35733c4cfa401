using System.Diagnostics;

namespace ModelGen;

/// <summary>
/// Declares an input of integer ids, such as the words of a sentence, and makes it the current value: → [N, length]. Each id is at least
/// 0 and less than the size of the vocabulary.
/// </summary>
/// <remarks>
/// <para>
/// <c>Predict</c>, <c>TrainStep</c>, <c>Evaluate</c> and <c>Forward</c> take it as <c>ReadOnlySpan&lt;int&gt;</c>, n · length ids, and
/// throw an <see cref="ArgumentException"/> that names the position of an id that is out of range, before anything is changed.
/// No gradient flows into ids, so <c>Backward</c> has no argument for them.
/// </para>
/// <para>
/// Ids are names and no measurements: what reads them is an <see cref="EmbeddingAttribute"/>, and everything else refuses them. Through
/// <c>IModel</c> and <c>ITrainable</c>, whose inputs are floats, ids are passed as whole numbers; so a <c>Dataset</c> holds them, and
/// <c>Fit</c> works as for any other model.
/// </para>
/// <para>PyTorch: the <c>LongTensor</c> that <c>nn.Embedding</c> takes. Keras: <c>Input((length,), dtype="int32")</c>.</para>
/// </remarks>
/// <example>
/// <code>
/// [Tokens(20, 5_000)]                 // 20 words out of 5,000
/// [Embedding(32), Flatten, Dense(2)]
///
/// [Tokens(16, 8_000, Name = "source")]
/// [Tokens(16, 6_000, Name = "target")]
/// </code>
/// </example>
[Conditional("MODELGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TokensAttribute : ModelInputAttribute
{
    /// <summary>Declares an input of ids.</summary>
    /// <param name="length">How many ids one sample has: at least 1.</param>
    /// <param name="vocabulary">How many ids there are, 0 … vocabulary − 1: at least 1, at most 16,777,216.</param>
    public TokensAttribute(int length, int vocabulary)
    {
        Length = length;
        Vocabulary = vocabulary;
    }

    /// <summary>How many ids one sample has: at least 1.</summary>
    public int Length { get; }

    /// <summary>
    /// How many ids there are, 0 … vocabulary − 1: at least 1, at most 16,777,216, up to which floats hold integers exactly.
    /// </summary>
    public int Vocabulary { get; }
}
