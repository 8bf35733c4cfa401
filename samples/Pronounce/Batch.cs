namespace Pronounce;

/// <summary>Words as the networks take them.</summary>
internal sealed class Batch(int words)
{
    public readonly int[] Letters = new int[words * Sizes.Letters], Lengths = new int[words];
    public readonly int[] Before = new int[words * Sizes.Sounds], After = new int[words * Sizes.Sounds];

    /// <summary>Sets one word: what has been said is read, and what comes next is the label.</summary>
    public void Set(int at, string word, int[] sounds)
    {
        Pronunciations.Spell(word, Letters.AsSpan(at * Sizes.Letters, Sizes.Letters));
        Lengths[at] = word.Length;
        Span<int> before = Before.AsSpan(at * Sizes.Sounds, Sizes.Sounds), after = After.AsSpan(at * Sizes.Sounds, Sizes.Sounds);
        before.Fill(Pronunciations.End);
        after.Fill(Sizes.Ignored);
        before[0] = Pronunciations.Begin;
        sounds.CopyTo(before[1..]);
        sounds.CopyTo(after);
        after[sounds.Length] = Pronunciations.End;
    }
}
