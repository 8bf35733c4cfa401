namespace Pronounce;

/// <summary>A word, and the ways in which it is pronounced.</summary>
/// <param name="Spelling">Its letters.</param>
/// <param name="Sounds">The phonemes of each way, as numbers.</param>
internal sealed record Word(string Spelling, IReadOnlyList<int[]> Sounds);

/// <summary>A dictionary of pronunciations, such as that of Carnegie Mellon University.</summary>
internal sealed class Pronunciations
{
    /// <summary>Where Debian's package pocketsphinx-en-us puts the CMU dictionary, without marks of stress.</summary>
    public const string Installed = "/usr/share/pocketsphinx/model/en-us/cmudict-en-us.dict";

    /// <summary>What stands in front of the sounds.</summary>
    public const int Begin = 0;

    /// <summary>What stands behind them.</summary>
    public const int End = 1;

    private readonly List<string> _phonemes = ["<", ">"];

    private Pronunciations(IEnumerable<string> lines)
    {
        Dictionary<string, int> numbers = [];
        Dictionary<string, List<int[]>> words = [];
        foreach (string line in lines)
        {
            // "read R EH D" and "read(2) R IY D".
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string spelling = parts.Length < 2 ? "" : parts[0].Split('(')[0];
            if (!CanRead(spelling) || parts.Length - 1 > Sizes.Sounds - 1) continue;
            if (!words.TryGetValue(spelling, out List<int[]>? ways)) words.Add(spelling, ways = []);
            ways.Add([.. parts.Skip(1).Select(Number)]);
        }

        Words = [.. words.Select(word => new Word(word.Key, word.Value))];

        int Number(string phoneme)
        {
            if (numbers.TryGetValue(phoneme, out int known)) return known;
            if (_phonemes.Count == Sizes.Phonemes)
                throw new InvalidDataException($"The dictionary has more than {Sizes.Phonemes - 2} phonemes; '{phoneme}' is one too many.");
            _phonemes.Add(phoneme);
            return numbers[phoneme] = _phonemes.Count - 1;
        }
    }

    /// <summary>The words of at most 14 letters and 14 sounds, in the order of the file.</summary>
    public IReadOnlyList<Word> Words { get; }

    /// <summary>Reads a dictionary.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message says which package has it.</exception>
    /// <exception cref="InvalidDataException">It has more phonemes than the networks know.</exception>
    public static Pronunciations Read(string path) => File.Exists(path)
        ? new Pronunciations(File.ReadLines(path))
        : throw new FileNotFoundException(
            $"There is no {path}. Debian's package pocketsphinx-en-us has the CMU dictionary (apt install pocketsphinx-en-us); "
                + "or name another file with --dictionary.");

    /// <summary>Whether a word has letters only, and not too many.</summary>
    public static bool CanRead(string spelling) =>
        spelling.Length is > 0 and <= Sizes.Letters && spelling.All(letter => letter is >= 'a' and <= 'z' or '\'');

    /// <summary>The numbers of letters, from 1 on, with zeros behind the end.</summary>
    public static void Spell(string word, Span<int> letters)
    {
        letters.Clear();
        for (int i = 0; i < word.Length; i++) letters[i] = word[i] == '\'' ? 27 : word[i] - 'a' + 1;
    }

    /// <summary>Phonemes as text. The networks know more than a dictionary may have, and say those until they have learned.</summary>
    public string Text(IEnumerable<int> sounds) =>
        string.Join(' ', sounds.Select(sound => sound < _phonemes.Count ? _phonemes[sound] : "?"));
}
