using ModelGen;

namespace Pronounce;

/// <summary>How a trained network reads words.</summary>
internal static class Reading
{
    /// <summary>The likeliest sound each time, up to the end.</summary>
    public static readonly DecodeOptions Greedy = new() { Length = Sizes.Sounds, End = Pronunciations.End };

    /// <summary>The likeliest sequence that a beam finds.</summary>
    public static BeamOptions Beam(int width) => new() { Length = Sizes.Sounds, End = Pronunciations.End, Width = width };

    /// <summary>Reads a word; the sounds come step by step.</summary>
    public static void Begin(ISpeaker model, string word, StepState state)
    {
        Span<int> letters = stackalloc int[Sizes.Letters];
        Pronunciations.Spell(word, letters);
        model.Read(letters, word.Length, state);
    }
}
