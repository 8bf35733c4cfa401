namespace Embeddings;

/// <summary>Texts with their vectors, in which one searches by meaning.</summary>
internal sealed class Corpus
{
    private readonly string[] _texts;
    private readonly float[][] _vectors;

    private Corpus(string[] texts, float[][] vectors) => (_texts, _vectors) = (texts, vectors);

    /// <summary>How many texts there are.</summary>
    public int Count => _texts.Length;

    /// <summary>Encodes texts, on all processors.</summary>
    public static Corpus Of(IEnumerable<string> texts, Encoder encoder)
    {
        string[] all = [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0)];
        float[][] vectors = new float[all.Length][];
        Parallel.For(0, all.Length, i => vectors[i] = encoder.Encode(all[i]));
        return new Corpus(all, vectors);
    }

    /// <summary>The texts that are most like one, the nearest first.</summary>
    public IEnumerable<(string Text, double Likeness)> Nearest(float[] vector, int count) => _texts
        .Select((text, i) => (Text: text, Likeness: Encoder.Likeness(_vectors[i], vector)))
        .OrderByDescending(found => found.Likeness)
        .Take(count);
}
