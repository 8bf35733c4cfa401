using Microsoft.ML.Tokenizers;

namespace Embeddings;

/// <summary>
/// Texts as vectors of length one whose product is their likeness, as <c>sentence-transformers</c> makes them: WordPiece tokens, the
/// network, the mean over the tokens. May be used by several threads.
/// </summary>
internal sealed class Encoder
{
    /// <summary>How many numbers a text becomes.</summary>
    public const int Size = Sentence.OutputSize / Short;

    /// <summary>How many tokens the networks are compiled for.</summary>
    private const int Short = 16, Long = 128;

    private readonly BertTokenizer _tokenizer;

    /// <param name="vocabulary">The pieces of words that the network knows, one in each line.</param>
    public Encoder(Stream vocabulary) => _tokenizer = BertTokenizer.Create(vocabulary);

    /// <summary>Encodes a text. What is longer than 128 tokens, some hundred words, is left out.</summary>
    public float[] Encode(string text) => Encode(Tokens(text));

    /// <summary>The tokens of a text, those of its beginning and end among them.</summary>
    public IReadOnlyList<int> Tokens(string text)
    {
        IReadOnlyList<int> tokens = _tokenizer.EncodeToIds(text);
        return tokens.Count <= Long ? tokens : [.. tokens.Take(Long - 1), _tokenizer.SeparatorTokenId];
    }

    /// <summary>Encodes tokens: the shorter network is the one for short texts.</summary>
    /// <param name="tokens">At most 128.</param>
    public static float[] Encode(IReadOnlyList<int> tokens)
    {
        int length = tokens.Count <= Short ? Short : Long;
        int[] ids = new int[length], types = new int[length];
        float[] mask = new float[length], hidden = new float[length * Size];
        for (int i = 0; i < tokens.Count; i++) (ids[i], mask[i]) = (tokens[i], 1);
        if (length == Short) Sentence.Predict(ids, mask, types, hidden);
        else Paragraph.Predict(ids, mask, types, hidden);
        return MeanOf(hidden, tokens.Count);
    }

    /// <summary>The likeness of two vectors of length one: their cosine, from −1 to 1.</summary>
    public static double Likeness(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }

    /// <summary>The mean of the tokens' vectors, those of the padding left out, with the length one.</summary>
    private static float[] MeanOf(ReadOnlySpan<float> hidden, int tokens)
    {
        float[] mean = new float[Size];
        for (int at = 0; at < tokens * Size; at++) mean[at % Size] += hidden[at] / tokens;
        float length = MathF.Sqrt((float)Likeness(mean, mean));
        for (int i = 0; i < Size; i++) mean[i] /= length;
        return mean;
    }
}
