namespace Embeddings;

/// <summary>Stands for the network of 16 tokens: a token's vector has 1 at the position of its id.</summary>
internal static class Sentence
{
    public const int OutputSize = 16 * SmallNetwork.Size;

    public static void Predict(ReadOnlySpan<int> ids, ReadOnlySpan<float> mask, ReadOnlySpan<int> types, Span<float> hidden) =>
        SmallNetwork.Predict(ids, mask, types, hidden);
}

/// <summary>Stands for the network of 128 tokens.</summary>
internal static class Paragraph
{
    public static void Predict(ReadOnlySpan<int> ids, ReadOnlySpan<float> mask, ReadOnlySpan<int> types, Span<float> hidden) =>
        SmallNetwork.Predict(ids, mask, types, hidden);
}

/// <summary>What both do; padding gives numbers that nobody may take.</summary>
internal static class SmallNetwork
{
    public const int Size = 24;

    /// <summary>How many tokens the last call was for.</summary>
    [ThreadStatic]
    public static int Length;

    public static void Predict(ReadOnlySpan<int> ids, ReadOnlySpan<float> mask, ReadOnlySpan<int> types, Span<float> hidden)
    {
        Length = ids.Length;
        Xunit.Assert.Equal((ids.Length, ids.Length, ids.Length * Size), (mask.Length, types.Length, hidden.Length));
        for (int i = 0; i < ids.Length; i++)
        {
            Span<float> vector = hidden.Slice(i * Size, Size);
            vector.Fill(mask[i] == 1 ? 0 : 1000);
            if (mask[i] == 1) vector[ids[i]] = 1;
        }
    }
}
